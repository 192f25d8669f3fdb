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
            var (body, problem) = await JsonBody.ReadAsync<TBody>(context.Request, isStrict: true);
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

    /// <summary>A list of what belongs to something else.</summary>
    /// <param name="list">Null: there is no such thing.</param>
    /// <inheritdoc cref="MapList{T}"/>
    public static RouteHandlerBuilder MapListOf<T>(
        this IEndpointRouteBuilder api, string path, string[] orders, Func<PageQuery, HttpContext, Task<Page<T>?>> list) =>
        api.MapAdmin("GET", path, AdminRights.Read, async (_, context) =>
        {
            var (query, problem) = ListParameters.Read(context.Request.Query, orders);
            if (query is null)
                return problem!; // one of the two is there
            return await list(query, context) is { } page ? Answer.Ok(page) : Problems.NotFound;
        }).Produces<Page<T>>().Fails(Problems.ValidationFailed, Problems.NotFound).WithMetadata(new ListOrders(orders));

    /// <summary>What cannot be taken back needs a person's sign-in of the last ten minutes besides the right (RFC 9470).</summary>
    public static RouteHandlerBuilder Recently(this RouteHandlerBuilder call) =>
        call.Fails(Callers.SignInAgain).WithMetadata(new NeededSignIn());

    /// <summary>Notes what a call reads of its query, beside what every list and every change does.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder call, params (string Name, string Description)[] parameters) =>
        call.WithMetadata(new CallParameters(parameters));

    private static Func<HttpContext, Task<IResult>> Handler(AdminRights right, Func<Administrator, HttpContext, Task<IResult>> call) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        var administrators = context.RequestServices.GetRequiredService<Administrators>();
        var (administrator, problem) = await administrators.FindAsync(context, right);
        if (administrator is null)
            return problem!; // one of the two is there
        var (reason, wrong) = Reasons.Read(context.Request);
        return wrong ?? await call(administrator with { Reason = reason }, context);
    };

    private static PossibleProblems Needed(IReadOnlyList<Problem> more) =>
        new([.. OfAdministrators, .. more, .. CallNotes.Anywhere]) { IsOfCaller = true };
}

/// <summary>For the description, and for the matrix that tests make of it: what a call needs.</summary>
internal sealed record NeededRight(AdminRights Right);

/// <summary>A call needs a recent sign-in besides.</summary>
internal sealed record NeededSignIn;

/// <summary>For the description: what a call reads of its query.</summary>
internal sealed record CallParameters(IReadOnlyList<(string Name, string Description)> All);

/// <summary>For the description: a body of many lines. Not what routes judge by: who may not call is told so first.</summary>
internal sealed record LinesBody(IReadOnlyList<string> Types, string Example);

/// <summary>For the description: what a list can be sorted by.</summary>
internal sealed record ListOrders(IReadOnlyList<string> All);
