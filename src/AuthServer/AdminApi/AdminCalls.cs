using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>How a call of the admin API is mapped: nothing of it happens before its right is found to be there.</summary>
internal static class AdminCalls
{
    private static readonly Problem[] OfAdministrators = [Problems.InvalidToken, Problems.InsufficientScope];

    /// <summary>A call without a body.</summary>
    public static RouteHandlerBuilder MapAdmin(
        this IEndpointRouteBuilder api, string method, string path, AdminRights right,
        Func<Administrator, HttpContext, Task<IResult>> call) =>
        api.MapCall(method, path, Handler(right, call)).WithMetadata(Needed([]), new NeededRight(right));

    /// <summary>A call with a body.</summary>
    public static RouteHandlerBuilder MapAdmin<TBody>(
        this IEndpointRouteBuilder api, string method, string path, AdminRights right,
        Func<Administrator, TBody, HttpContext, Task<IResult>> call)
        where TBody : class
    {
        var handler = Handler(right, async (administrator, context) =>
        {
            var (body, problem) = await JsonBody.ReadAsync<TBody>(context.Request);
            return body is null ? problem! : await call(administrator, body, context); // one of the two is there
        });
        return api.MapCall(method, path, handler).Accepts<TBody>("application/json")
            .WithMetadata(Needed(CallNotes.OfBodies), new NeededRight(right));
    }

    /// <summary>A list: <c>?q=&amp;sort=&amp;cursor=&amp;limit=</c>.</summary>
    /// <param name="orders">What it can be sorted by; the first is the default, with a minus before it where the last comes first.</param>
    public static RouteHandlerBuilder MapList<T>(
        this IEndpointRouteBuilder api, string path, string[] orders, Func<PageQuery, HttpContext, Task<Page<T>>> list) =>
        api.MapAdmin("GET", path, AdminRights.Read, async (_, context) =>
        {
            var (query, problem) = ListParameters.Read(context.Request.Query, orders);
            return query is null ? problem! : Answer.Ok(await list(query, context)); // one of the two is there
        }).Produces<Page<T>>().Fails(Problems.ValidationFailed).WithMetadata(new ListOrders(orders));

    /// <summary>What cannot be taken back needs a person's sign-in of the last ten minutes besides the right (RFC 9470).</summary>
    public static RouteHandlerBuilder Recently(this RouteHandlerBuilder call) =>
        call.Fails(Callers.SignInAgain).WithMetadata(new NeededSignIn());

    private static Func<HttpContext, Task<IResult>> Handler(AdminRights right, Func<Administrator, HttpContext, Task<IResult>> call) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        var administrators = context.RequestServices.GetRequiredService<Administrators>();
        var (administrator, problem) = await administrators.FindAsync(context, right);
        return administrator is null ? problem! : await call(administrator, context); // one of the two is there
    };

    private static PossibleProblems Needed(IReadOnlyList<Problem> more) =>
        new([.. OfAdministrators, .. more, .. CallNotes.Anywhere]) { IsOfCaller = true };
}

/// <summary>For the description, and for the matrix that tests make of it: what a call needs.</summary>
internal sealed record NeededRight(AdminRights Right);

/// <summary>A call needs a recent sign-in besides.</summary>
internal sealed record NeededSignIn;

/// <summary>For the description: what a list can be sorted by.</summary>
internal sealed record ListOrders(IReadOnlyList<string> All);
