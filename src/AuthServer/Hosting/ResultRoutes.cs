namespace AuthServer.Hosting;

/// <summary>Maps calls that take the request as it is, and answer with a result.</summary>
internal static class ResultRoutes
{
    /// <summary>
    /// Maps one. The framework's way of mapping a delegate compiles two expressions for each, a millisecond and more, which
    /// every start of a server with a hundred calls would wait for.
    /// </summary>
    public static RouteHandlerBuilder MapCall(
        this IEndpointRouteBuilder routes, string method, string path, Func<HttpContext, Task<IResult>> call)
    {
        RequestDelegate answer = async context => await (await call(context)).ExecuteAsync(context);
        // The description is made of endpoints that name their method.
        return new RouteHandlerBuilder([routes.MapMethods(path, [method], answer)]).WithMetadata(call.Method);
    }
}
