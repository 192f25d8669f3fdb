using System.Diagnostics.Metrics;

namespace AuthServer.Core.Data;

internal static class Counts
{
    private static readonly Counter<long> Revocations = Metering.Meter.CreateCounter<long>(
        "authserver.revocations", "{revocation}", "What was ended by this node, by kind.");

    /// <summary>Of what this node has committed; stale caches are not counted.</summary>
    public static void Committed(FeedKind kind)
    {
        if (NameOf(kind) is { } name)
            Revocations.Add(1, new KeyValuePair<string, object?>("kind", name));
    }

    private static string? NameOf(FeedKind kind) => kind switch
    {
        FeedKind.TokenRevoked => "token",
        FeedKind.AuthorizationRevoked => "authorization",
        FeedKind.SessionRevoked => "session",
        FeedKind.UserRevoked => "user",
        FeedKind.ClientRevoked => "client",
        FeedKind.UserAndClientRevoked => "user_and_client",
        FeedKind.AllRevoked => "all",
        _ => null,
    };
}
