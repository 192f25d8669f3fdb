using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>CFG: what every module asks of the metadata and the keys before it begins.</summary>
internal static class ProviderChecks
{
    public static async Task<Provider> LoadAsync(ModuleRun run)
    {
        var discovery = await run.Channel.GetAsync("/.well-known/openid-configuration");
        run.Found.Require("CFG-1", IsObject(discovery), $"no JSON object: {discovery}");
        var metadata = discovery.Json;
        foreach (var member in (string[])["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"])
            run.Found.Require(member == "jwks_uri" ? "CFG-3" : "CFG-2", IsUrl(metadata, member), $"{member} is no URL");
        run.Found.Require("CFG-10", IsUrl(metadata, "userinfo_endpoint"), "userinfo_endpoint is no URL");

        var keys = await run.Channel.GetAsync(metadata.GetProperty("jwks_uri").GetString() ?? "");
        run.Found.Require("CFG-3", IsObject(keys), $"jwks_uri gives no JSON object: {keys}");
        var provider = new Provider(metadata, new KeySet(keys.Json));
        KeySetChecks.Check(run.Found, provider.Keys);
        CheckAuthentication(run, provider);
        return provider;
    }

    internal static bool IsObject(Reply reply)
    {
        try
        {
            return reply.Status == System.Net.HttpStatusCode.OK && reply.Json.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckAuthentication(ModuleRun run, Provider provider)
    {
        const string Member = "token_endpoint_auth_methods_supported";
        var isThere = provider.List(Member).Contains(run.Variant.ClientAuth)
            || (run.Variant.ClientAuth == "client_secret_basic" && !provider.Has(Member));
        run.Found.Check("CFG-11", isThere, $"{Member} lacks {run.Variant.ClientAuth}");
    }

    private static bool IsUrl(JsonElement metadata, string member) =>
        metadata.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
        && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var url) && url.Host.Length > 0;
}
