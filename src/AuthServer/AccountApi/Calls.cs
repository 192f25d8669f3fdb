using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>
/// How a call is mapped: what comes in is read, and judged as far as all calls share it, before the call itself sees it.
/// What can go wrong on the way is noted for the description, too.
/// </summary>
internal static class Calls
{
    private static readonly Problem[] OfCallers = [Problems.InvalidToken, Problems.InsufficientClient];

    /// <summary>A call that anybody may make, with a body.</summary>
    public static RouteHandlerBuilder MapOpen<TBody>(
        this IEndpointRouteBuilder api, string path, Func<TBody, HttpContext, Task<IResult>> call, Type? described = null)
        where TBody : class
    {
        return api.MapCall("POST", path, HandleAsync).Accepts(described ?? typeof(TBody), "application/json")
            .WithMetadata(new PossibleProblems([.. CallNotes.OfBodies, .. CallNotes.Anywhere]));

        async Task<IResult> HandleAsync(HttpContext context)
        {
            context.Response.Headers.CacheControl = "no-store";
            var (body, problem) = await JsonBody.ReadAsync<TBody>(context.Request);
            return body is null ? problem! : await call(body, context); // one of the two is there
        }
    }

    /// <summary>A call on behalf of a person, without a body.</summary>
    public static RouteHandlerBuilder MapOwn(
        this IEndpointRouteBuilder api, string method, string path, Func<Caller, HttpContext, Task<IResult>> call,
        SignInAge age = SignInAge.Any) =>
        api.MapCall(method, path, Handler(age, call)).WithMetadata(Needed(age, []));

    /// <summary>A call on behalf of a person, with a body.</summary>
    public static RouteHandlerBuilder MapOwn<TBody>(
        this IEndpointRouteBuilder api, string method, string path, Func<Caller, TBody, HttpContext, Task<IResult>> call,
        SignInAge age = SignInAge.Any, Type? described = null)
        where TBody : class
    {
        // Who calls comes first: nothing of a body is read for somebody unknown.
        var handler = Handler(age, async (caller, context) =>
        {
            var (body, problem) = await JsonBody.ReadAsync<TBody>(context.Request);
            return body is null ? problem! : await call(caller, body, context); // one of the two is there
        });
        return api.MapCall(method, path, handler).Accepts(described ?? typeof(TBody), "application/json")
            .WithMetadata(Needed(age, CallNotes.OfBodies));
    }

    private static Func<HttpContext, Task<IResult>> Handler(SignInAge age, Func<Caller, HttpContext, Task<IResult>> call) => async context =>
    {
        var callers = context.RequestServices.GetRequiredService<Callers>();
        var (caller, problem) = await callers.FindAsync(context, age is SignInAge.Recent);
        context.Response.Headers.CacheControl = "no-store";
        return caller is null ? problem! : await call(caller, context); // one of the two is there
    };

    private static PossibleProblems Needed(SignInAge age, IReadOnlyList<Problem> more) =>
        new([.. OfCallers, .. age is SignInAge.Recent ? [Problems.ReauthenticationRequired] : Array.Empty<Problem>(), .. more, .. CallNotes.Anywhere])
        {
            IsOfCaller = true,
        };
}

/// <summary>How long ago the person may have signed in.</summary>
internal enum SignInAge
{
    /// <summary>As long as the token is good.</summary>
    Any,

    /// <summary>Within ten minutes.</summary>
    Recent,
}
