using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using Npgsql;

namespace AuthServer.Hosting;

/// <summary>How the parts are that this node needs to answer, each in a word.</summary>
internal sealed class Health(Opening opening, FeedReader feed, KeyRing keys)
{
    /// <summary>The word of a part that is as it should be.</summary>
    public const string Good = "ok";

    /// <summary>What is signed and stored by a clock that is further off is refused elsewhere, or too early, or too late.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(2);

    /// <summary>Whoever asks for health waits no longer for a database that says nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Looks. A node is ready when every part is <see cref="Good"/>.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LookAsync(CancellationToken ct)
    {
        var database = await AskAsync(ct);
        var step = opening.Step;
        return new Dictionary<string, string>
        {
            ["database"] = database,
            ["migrations"] = step > OpeningStep.Migrations ? Good : "pending",
            ["keys"] = step > OpeningStep.Keys && keys.IsLoaded ? Good : "not loaded",
            ["declarations"] = step > OpeningStep.Declarations ? Good : "not applied",
            ["feed"] = database == Good && feed.IsLoaded ? Good : "stale",
            ["clock"] = feed.ClockSkew.Duration() <= MostSkew ? Good : "off",
        };
    }

    /// <summary>The feed asks the database four times a second: as a rule it is known that it answers.</summary>
    private async Task<string> AskAsync(CancellationToken ct)
    {
        try
        {
            await feed.EnsureFreshAsync(ct).AsTask().WaitAsync(Patience, ct);
            return Good;
        }
        catch (NpgsqlException fault) when (IsWithoutFeed(fault) || IsWithoutFeed(fault.InnerException))
        {
            return Good; // it answers: the feed's table is not there yet
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return "no answer";
        }
    }

    private static bool IsWithoutFeed(Exception? fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable };
}
