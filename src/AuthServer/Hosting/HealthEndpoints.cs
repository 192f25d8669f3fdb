namespace AuthServer.Hosting;

/// <summary>Liveness, readiness, and both for people.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps them; nobody measures them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").DisableHttpMetrics();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        health.MapMethods("/live", methods, Live);
        health.MapMethods("/ready", methods, ReadyAsync);
        health.MapMethods("", methods, AllAsync);
    }

    private static IResult Live(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { status = "live" });
    }

    private static async Task<IResult> ReadyAsync(Health health, Senders senders, HttpContext context) =>
        Answer(context, await health.LookAsync(context.RequestAborted), [senders.Outbox]);

    private static async Task<IResult> AllAsync(Health health, Senders senders, HttpContext context) =>
        Answer(context, await health.LookAsync(context.RequestAborted), senders.All);

    private static IResult Answer(
        HttpContext context, IReadOnlyDictionary<string, string> needed, IEnumerable<KeyValuePair<string, string>> more)
    {
        context.Response.Headers.CacheControl = "no-store";
        var isReady = needed.Values.All(word => word == Health.Good);
        var parts = new Dictionary<string, string> { ["status"] = isReady ? "ready" : "not ready" };
        foreach (var (part, word) in needed.Concat(more))
            parts.Add(part, word);
        return Results.Json(parts, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
