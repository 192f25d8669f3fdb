using AuthServer.Core.Credentials;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>Counts wrong passwords by address of the sender, on pages and in the API together.</summary>
internal sealed class SenderLimit(IHttpContextAccessor requests, IOptions<RateLimitOptions> options, TimeProvider clock)
    : ISenderLimit
{
    private readonly WindowCounts? _failures = options.Value.Enabled ? new WindowCounts(clock) : null;

    public TimeSpan? Wait =>
        _failures is not null && _failures.Find(Key()) >= options.Value.FailedSignInsPerMinute ? _failures.Left : null;

    public void Failed() => _failures?.Add(Key());

    private int Key() => HashCode.Combine(requests.HttpContext is { } context ? RemoteAddress.Of(context) : null);
}
