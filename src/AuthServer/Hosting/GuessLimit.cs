using AuthServer.Protocol.Clients;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>Counts failed client authentications by address and client.</summary>
internal sealed class GuessLimit(IHttpContextAccessor requests, IOptions<RateLimitOptions> options, TimeProvider clock) : IGuessLimit
{
    private readonly WindowCounts? _failures = options.Value.Enabled ? new WindowCounts(clock) : null;

    public TimeSpan? WaitOf(string clientId)
    {
        if (_failures is null || _failures.Find(KeyOf(clientId)) < options.Value.FailedClientsPerMinute)
            return null;
        Counts.GuessesLimited();
        return _failures.Left;
    }

    public void Failed(string clientId) => _failures?.Add(KeyOf(clientId));

    private int KeyOf(string clientId) =>
        HashCode.Combine(requests.HttpContext is { } context ? RemoteAddress.Of(context) : null, clientId);
}
