using System.Diagnostics.Metrics;
using AuthServer.Core.Data;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Deliveries;

/// <summary>Counts, and tells, what becomes of what other servers are owed.</summary>
/// <param name="metric">What they are called in metrics: <c>authserver.{metric}.dead</c>.</param>
/// <param name="unit">One of them there.</param>
/// <param name="what">What one of them is called in the log.</param>
internal sealed class PostLog(string metric, string unit, string what, ILogger logger)
{
    private readonly Counter<long> _delivered = Counter(metric, unit, "delivered", "Taken by the receiver.");
    private readonly Counter<long> _retried = Counter(metric, unit, "retried", "Attempts that failed and will be repeated.");
    private readonly Counter<long> _dead = Counter(metric, unit, "dead", "Given up.");

    public void Unreadable(string reason) => Log.Unreadable(logger, what, reason);

    public void Delivered() => _delivered.Add(1);

    public void Retried(LeasedPost post, string? reason)
    {
        _retried.Add(1);
        Log.Retried(logger, what, post.Lease.Id, post.Receiver, reason);
    }

    public void Dead(LeasedPost post, string? reason)
    {
        _dead.Add(1);
        Log.Dead(logger, what, post.Lease.Id, post.Receiver, reason);
    }

    public void Unexpected(LeasedPost post, Exception fault) =>
        Log.Unexpected(logger, what, post.Lease.Id, post.Receiver, fault.GetType().Name);

    private static Counter<long> Counter(string metric, string unit, string name, string description) =>
        Metering.Meter.CreateCounter<long>($"authserver.{metric}.{name}", unit, description);
}
