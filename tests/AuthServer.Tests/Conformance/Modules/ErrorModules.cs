using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>Requests that have to fail, and where the failure shows.</summary>
internal static class ErrorModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-response-type-missing", ResponseTypeMissingAsync),
        ("oidcc-ensure-request-without-nonce-fails", NonceMissingAsync),
        ("oidcc-ensure-registered-redirect-uri", run => BadRedirectUriAsync(run, "/" + Letters.Random(10))),
        ("oidcc-ensure-redirect-uri-in-authorization-request", RedirectUriMissingAsync),
        ("oidcc-redirect-uri-query-OK", RegisteredQueryAsync),
        ("oidcc-redirect-uri-query-mismatch", run => BadRedirectUriAsync(run, "?foo=bar", "?bar=foo")),
        ("oidcc-redirect-uri-query-added", run => BadRedirectUriAsync(run, "?foo=bar")),
    ];

    private static async Task ResponseTypeMissingAsync(ModuleRun run)
    {
        var request = run.Request(await run.SetUpAsync(), ("response_type", null));
        ErrorChecks.PageOrRedirected(
            run, request, await run.OpenAsync(request), ["unsupported_response_type", "invalid_request"], inQuery: true);
    }

    private static async Task NonceMissingAsync(ModuleRun run)
    {
        var request = run.Request(await run.SetUpAsync(), ("nonce", null));
        ErrorChecks.PageOrRedirected(run, request, await run.OpenAsync(request), ["invalid_request"]);
    }

    private static async Task BadRedirectUriAsync(ModuleRun run, string added, string registered = "")
    {
        var client = await run.SetUpAsync(c => c["redirect_uris"]![0] = ConformanceServer.Callback + registered); // it has one
        var request = run.Request(client, ("redirect_uri", ConformanceServer.Callback + added));
        ErrorChecks.Page(run, await run.OpenAsync(request));
    }

    private static async Task RedirectUriMissingAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(c => c["redirect_uris"]!.AsArray().Add(ConformanceServer.Callback + "2")); // it has one
        ErrorChecks.Page(run, await run.OpenAsync(run.Request(client, ("redirect_uri", null))));
    }

    private static async Task RegisteredQueryAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(c => c["redirect_uris"]![0] = ConformanceServer.Callback + "?bar=foo"); // it has one
        var flow = await run.FlowAsync(client);
        run.Found.Check("AOK-3", flow.Answer.Delivery.Query.GetValueOrDefault("bar") == "foo", flow.Answer.Delivery.ToString());
    }
}
