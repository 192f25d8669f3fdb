using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>DCR-OK: a client registers itself.</summary>
internal static class RegistrationChecks
{
    public static async Task<RpClient> RegisterAsync(ModuleRun run, Action<JsonObject>? changes, RpKey key)
    {
        var document = Document(run, key);
        changes?.Invoke(document);
        var reply = await PostAsync(run, document);
        run.Found.Require("DCR-1", reply.Status == HttpStatusCode.Created, reply.ToString());
        run.Found.Check("DCR-2", HasJson(reply) && reply["error"] is null, reply.ToString());
        run.Found.Require("DCR-3", reply["client_id"] is { Length: > 0 }, reply.ToString());

        var (uri, token) = (reply["registration_client_uri"], reply["registration_access_token"]);
        run.Found.Check("DCR-4", uri is null == token is null, "one of the two management members is absent");
        run.Found.Check("DCR-4", uri is null || (token is { Length: > 0 } && IsOfServer(run, uri)), $"{uri}");
        var expiry = reply.Json.TryGetProperty("client_secret_expires_at", out var at) ? at.ValueKind : JsonValueKind.Undefined;
        run.Found.Check("DCR-5", reply["client_secret"] is null || expiry == JsonValueKind.Number, "client_secret_expires_at is absent");
        return new RpClient(
            reply["client_id"] ?? "", reply["client_secret"], document["token_endpoint_auth_method"]?.GetValue<string>() ?? "",
            document["redirect_uris"]?[0]?.GetValue<string>() ?? "")
        {
            Key = key,
            Registration = reply.Json,
        };
    }

    /// <summary>What the suite registers for this variant.</summary>
    public static JsonObject Document(ModuleRun run, RpKey key)
    {
        var grants = new JsonArray();
        if (run.Variant.HasCode)
            grants.Add("authorization_code");
        if (run.Variant.HasFrontIdToken || run.Variant.HasFrontToken)
            grants.Add("implicit");
        return new JsonObject
        {
            ["client_name"] = $"{run.Module} {Letters.Random(10)}",
            ["grant_types"] = grants,
            ["jwks"] = key.ToJwks(),
            ["token_endpoint_auth_method"] = run.Variant.ClientAuth,
            ["response_types"] = new JsonArray(run.Variant.ResponseType),
            ["redirect_uris"] = new JsonArray(ConformanceServer.Callback),
            ["contacts"] = new JsonArray("certification@oidf.example"),
        };
    }

    public static Task<Reply> PostAsync(ModuleRun run, JsonObject document)
    {
        run.Found.Require("DCR-1", run.Provider["registration_endpoint"] is not null, "discovery has no registration_endpoint");
        var request = new HttpRequestMessage(HttpMethod.Post, run.Provider["registration_endpoint"])
        {
            Content = JsonContent.Create(document),
        };
        request.Headers.Authorization = new("Bearer", ConformanceServer.InitialAccessToken);
        request.Headers.Accept.ParseAdd("application/json");
        return run.Channel.SendAsync(request);
    }

    /// <summary>DCR that has to be refused: 400, JSON, one of these errors.</summary>
    public static async Task RefusedAsync(ModuleRun run, Action<JsonObject> changes, params string[] errors)
    {
        var document = Document(run, RpKey.Shared);
        changes(document);
        var reply = await PostAsync(run, document);
        run.Found.Check("DCR refused", reply.Status == HttpStatusCode.BadRequest && HasJson(reply), reply.ToString());
        run.Found.Warn("DCR refused", HasJson(reply) && errors.Contains(reply["error"]), reply.ToString());
    }

    public static async Task DeleteAsync(ModuleRun run, RpClient client)
    {
        if (client.ManagementUri is null)
            return;
        var request = new HttpRequestMessage(HttpMethod.Delete, client.ManagementUri);
        request.Headers.Authorization = new("Bearer", client.ManagementToken);
        var reply = await run.Channel.SendAsync(request);
        run.Found.Warn("DCR-6", reply.Status == HttpStatusCode.NoContent, reply.ToString());
    }

    internal static bool HasJson(Reply reply) =>
        reply.Header("Content-Type")?.Split(';')[0].Trim() == "application/json";

    /// <summary>The suite demands https. Of a server under test here, whose issuer is http on loopback: what its issuer has.</summary>
    private static bool IsOfServer(ModuleRun run, string uri) =>
        uri.StartsWith(run.Provider.Issuer + "/", StringComparison.Ordinal);
}
