using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>
/// Request objects. The suite skips the unsigned ones where <c>none</c> is not offered; here they have to be refused by
/// name, and never be ignored.
/// </summary>
internal static class ObjectModules
{
    private const string Algorithms = "request_object_signing_alg_values_supported";

    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", UnsignedByValueAsync),
        ("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", UnsignedByReferenceAsync),
        ("oidcc-request-uri-unsigned", UnsignedByReferenceAsync),
        ("oidcc-request-uri-signed-rs256", SignedByReferenceAsync),
        ("oidcc-ensure-request-object-with-redirect-uri", RedirectUriInsideAsync),
    ];

    private static async Task UnsignedByValueAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        CheckNoneIsNotOffered(run);
        var request = Duplicating(run, client);
        request["request"] = RpKey.Unsigned(Inside(run, client, request));
        ErrorChecks.Redirected(run, request, await run.OpenAsync(request), ["request_not_supported", "invalid_request_object"]);
    }

    private static async Task UnsignedByReferenceAsync(ModuleRun run)
    {
        var (client, request) = await ByReferenceAsync(run, null, RpKey.Unsigned);
        CheckNoneIsNotOffered(run);
        ErrorChecks.Redirected(
            run, request, await run.OpenAsync(request), ["request_uri_not_supported", "invalid_request_object", "invalid_request_uri"]);
    }

    private static async Task SignedByReferenceAsync(ModuleRun run)
    {
        var (client, request) = await ByReferenceAsync(run, "RS256", RpKey.Shared.Sign);
        run.Found.Check("discovery", run.Provider.List(Algorithms).Contains("RS256"), $"{Algorithms} lacks RS256");
        run.Found.Check("discovery", run.Provider.Is("request_uri_parameter_supported"), "request_uri_parameter_supported is not true");
        await run.FlowAsync(client, request);
    }

    private static async Task RedirectUriInsideAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync();
        CheckNoneIsNotOffered(run);
        var request = run.Request(client, ("redirect_uri", ConformanceServer.Callback + "_invalid"));
        var inside = Inside(run, client, request);
        inside["redirect_uri"] = client.RedirectUri;
        request["request"] = RpKey.Unsigned(inside);
        ErrorChecks.Page(run, await run.OpenAsync(request));
    }

    private static async Task<(RpClient Client, AuthRequest Request)> ByReferenceAsync(
        ModuleRun run, string? algorithm, Func<JsonObject, string> sign)
    {
        await run.LoadProviderAsync();
        var path = "/requesturi/" + Letters.Random(60);
        // Before there is an object its hash cannot be known; the fragment may be any (OIDC Core §6.2).
        var address = $"{run.Site.Address}{path}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(path)))}";
        var client = await run.RegisterAsync(c =>
        {
            c["request_uris"] = new JsonArray(address);
            if (algorithm is not null)
                c["request_object_signing_alg"] = algorithm;
        });
        var request = Duplicating(run, client);
        run.Site.Publish(path, "application/jwt", sign(Inside(run, client, request)));
        request["request_uri"] = address;
        return (client, request);
    }

    /// <summary>What has to stand outside, too: all but state and nonce.</summary>
    private static AuthRequest Duplicating(ModuleRun run, RpClient client)
    {
        var request = run.Request(client);
        (request["state"], request["nonce"]) = (null, null);
        return request;
    }

    private static JsonObject Inside(ModuleRun run, RpClient client, AuthRequest request)
    {
        var inside = new JsonObject { ["aud"] = run.Provider.Issuer, ["iss"] = client.Id };
        foreach (var (name, value) in request.Members)
            inside[name] = value;
        inside["state"] = request.ExpectedState;
        inside["nonce"] = request.ExpectedNonce;
        return inside;
    }

    private static void CheckNoneIsNotOffered(ModuleRun run) =>
        run.Found.Check("none", !run.Provider.List(Algorithms).Contains("none"), $"{Algorithms} offers it");
}
