using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using AuthServer.Protocol.Wire;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>So many requests of a class an address has in a minute. Far above honest use: what it stops is a flood.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, ILogger<RateLimits> log) : IConfigureOptions<RateLimiterOptions>
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private int _proxyWasNamed;

    public void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Sender>(PartitionOf);
        limiter.OnRejected = (rejected, ct) => new ValueTask(RefuseAsync(rejected.HttpContext, rejected.Lease, ct));
    }

    private RateLimitPartition<Sender> PartitionOf(HttpContext context)
    {
        var @class = EndpointClasses.Of(context.Request.Path);
        // The error page in place of an answer that was counted already.
        var isAgain = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        return @class == EndpointClass.Open || isAgain
            ? RateLimitPartition.GetNoLimiter(new Sender(EndpointClass.Open, IPAddress.None))
            : RateLimitPartition.GetFixedWindowLimiter(new Sender(@class, RemoteAddress.Of(context)), LimitOf);
    }

    private FixedWindowRateLimiterOptions LimitOf(Sender sender) => new()
    {
        Window = Window,
        PermitLimit = sender.Class switch
        {
            EndpointClass.Pages => options.Value.PagesPerMinute,
            EndpointClass.Tokens => options.Value.TokensPerMinute,
            EndpointClass.Registrations => options.Value.RegistrationsPerMinute,
            _ => options.Value.LookupsPerMinute,
        },
    };

    /// <summary>People get the error page, programs OAuth's words.</summary>
    private async Task RefuseAsync(HttpContext context, RateLimitLease lease, CancellationToken ct)
    {
        var @class = EndpointClasses.Of(context.Request.Path);
        Log.TooMany(log, @class);
        Counts.RateLimited(@class);
        if (context.Request.Headers.ContainsKey("X-Forwarded-For") && Interlocked.Exchange(ref _proxyWasNamed, 1) == 0)
            Log.UnknownProxy(log);

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
        var headers = context.Response.Headers;
        headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        headers.CacheControl = "no-store";
        if (Problems.AreFor(context.Request.Path))
        {
            await (Problems.TooManyRequests with { RetryAfter = wait }).ExecuteAsync(context);
        }
        else if (@class != EndpointClass.Pages)
        {
            var error = new { error = ErrorCode.TemporarilyUnavailable.Value, error_description = "too many requests" };
            await context.Response.WriteAsJsonAsync(error, ct);
        }
        else if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = true;
        }
    }

    private readonly record struct Sender(EndpointClass Class, IPAddress Address);
}
