using System.Net;
using AuthServer.Core.Data;
using AuthServer.Hosting.Telemetry;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace AuthServer.Hosting;

/// <summary>Kestrel, proxies and what else stands around the endpoints.</summary>
internal static class ServerSetup
{
    /// <summary>Kestrel's limits and addresses: the one of <c>PORT</c> where none was given, and that of the metrics.</summary>
    public static WebApplicationBuilder AddServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Our own limit on a value is 32 KB: a request somewhat longer gets our answer, one much longer Kestrel's 414.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        var own = builder.Configuration["urls"] is { Length: > 0 } urls
            ? urls
            : $"http://localhost:{builder.Configuration["PORT"] ?? "5000"}";
        var door = MetricsDoor.Of(builder.Configuration, builder.Environment, own);
        builder.Services.AddSingleton(door);
        // It writes whole addresses, and some carry the token of a link. While it may write anything at all, each request
        // also begins a span, for lines that nobody reads: where a collector is, its sampler begins them.
        builder.Services.Configure<LoggerFilterOptions>(o => o.Rules.Add(
            new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null)));
        builder.WebHost.UseUrls(door.Address is null ? own : $"{own};{door.Address}");
        // Where Kestrel has endpoints by name it looks at no other addresses.
        if (door.Address is not null && builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = door.Address;
        return builder;
    }

    /// <summary>The policies that <see cref="CorsPolicies"/> names.</summary>
    public static IServiceCollection AddClientCors(this IServiceCollection services)
    {
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, ClientCors>();
        return services;
    }

    /// <summary>What has to happen before anything is answered.</summary>
    public static IServiceCollection AddOpening(this IServiceCollection services)
    {
        services.AddSingleton<Opening>();
        services.AddHostedService(p => p.GetRequiredService<Opening>());
        services.AddSingleton<Health>().AddSingleton<Senders>();
        return services;
    }

    /// <summary>Whoever comes here needs all routes.</summary>
    public static void UseLateRoutes(this IApplicationBuilder app, LateRoutes late) => app.Use(next => context =>
    {
        late.Make();
        return next(context);
    });

    /// <summary>Maps them; a server that has opened puts them together by itself.</summary>
    public static void MapLate(this WebApplication app, LateRoutes late)
    {
        ((IEndpointRouteBuilder)app).DataSources.Add(late);
        app.Services.GetRequiredService<Opening>().Opened = late.Make;
    }

    /// <summary>Runs until it is told to stop, or finds that it can never open.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> OpenAsync(this WebApplication app)
    {
        var opening = app.Services.GetRequiredService<Opening>();
        opening.GiveUp = app.Lifetime.StopApplication;
        await app.RunAsync();
        return opening.IsGivenUp ? Unstartable.ExitCode : 0;
    }

    /// <summary>Endpoints find out for themselves who asks. Razor Pages bring middleware for that, which has no scheme and
    /// no policy to work with, and which every request would pass.</summary>
    public static void LeaveOutAuthentication(this WebApplication app)
    {
        IApplicationBuilder pipeline = app;
        pipeline.Properties["__AuthenticationMiddlewareSet"] = pipeline.Properties["__AuthorizationMiddlewareSet"] = true;
    }

    /// <summary>Forwarded headers are believed from the networks of <c>Proxy:KnownNetworks</c> and from nobody else.</summary>
    /// <exception cref="SettingException">A network is none, or the sub-path does not begin with a slash.</exception>
    public static void UseProxies(this WebApplication app, IConfiguration configuration)
    {
        var networks = configuration.GetList("Proxy:KnownNetworks");
        if (networks.Count > 0)
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(NetworkOf(network));
            app.UseForwardedHeaders(options);
        }

        if (configuration["Proxy:PathBase"] is not { Length: > 0 } pathBase)
            return;
        if (!pathBase.StartsWith('/'))
            throw new SettingException($"Proxy:PathBase: '{pathBase}' does not begin with a slash, as /auth does.");
        app.UsePathBase(pathBase);
    }

    /// <summary>An address alone is a network of one.</summary>
    private static IPNetwork NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : throw new SettingException($"Proxy:KnownNetworks: '{text}' is no network such as 10.0.0.0/8.");
}
