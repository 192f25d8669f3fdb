using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Hosting;

/// <summary>Liveness, readiness, and both for people.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", ReadyAsync);
        routes.MapGet("/health", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(Opening opening, FeedReader feed, CancellationToken ct)
    {
        var database = await AnswersAsync(feed, ct);
        var ready = database && opening.IsOpen;
        return Results.Json(
            new { status = ready ? "ready" : "not ready", database, started = opening.IsOpen },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The feed asks the database four times a second; readiness is that it answered.</summary>
    private static async Task<bool> AnswersAsync(FeedReader feed, CancellationToken ct)
    {
        try
        {
            await feed.EnsureFreshAsync(ct);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
