using System.Net;
using System.Text;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>The plain flow, and userinfo.</summary>
internal static class BasicModules
{
    private static readonly string[] OwnClaims =
    [
        "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash", "s_hash", "nbf", "jti", "sid",
        "txn",
    ];

    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-server", ServerAsync),
        ("oidcc-server-client-secret-post", ClientSecretPostAsync),
        ("oidcc-idtoken-signature", run => SignatureAsync(run, null)),
        ("oidcc-idtoken-rs256", run => SignatureAsync(run, "RS256")),
        ("oidcc-idtoken-unsigned", UnsignedIdTokenAsync),
        ("oidcc-userinfo-get", UserInfoGetAsync),
        ("oidcc-userinfo-post-header", UserInfoPostHeaderAsync),
        ("oidcc-userinfo-post-body", UserInfoPostBodyAsync),
        ("oidcc-userinfo-rs256", SignedUserInfoAsync),
    ];

    private static async Task ServerAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        if (flow.Answer.Code is { } code)
        {
            run.Found.Check("code", Encoding.UTF8.GetByteCount(code) >= 16, "is shorter than 16 bytes");
            run.Found.Check("code", Letters.Entropy(code) > 96, $"has {Letters.Entropy(code)} bits");
        }

        foreach (var token in flow.IdTokens)
        {
            var more = token.Claims.EnumerateObject().Select(c => c.Name).Except(OwnClaims).ToList();
            run.Found.Warn("claims", more.Count == 0, $"the ID token tells what was not asked for: {string.Join(' ', more)}");
        }
    }

    private static async Task ClientSecretPostAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(
            c => c["token_endpoint_auth_method"] = "client_secret_post", ConformanceServer.Posting);
        run.Found.Check(
            "CFG-11", run.Provider.List("token_endpoint_auth_methods_supported").Contains("client_secret_post"), "lacks client_secret_post");
        run.Found.Require("client", client.Authentication == "client_secret_post", "the client does not post its secret");
        await run.FlowAsync(client);
    }

    private static async Task SignatureAsync(ModuleRun run, string? algorithm)
    {
        var client = await run.SetUpAsync(c =>
        {
            if (algorithm is not null)
                c["id_token_signed_response_alg"] = algorithm;
        });
        var flow = await run.FlowAsync(client);
        foreach (var token in flow.IdTokens)
        {
            run.Found.Check("alg", token.Algorithm == "RS256", token.Algorithm);
            run.Found.Check("kid", token.Header.TryGetProperty("kid", out var kid) && kid.GetString() is { Length: > 0 }, "is absent");
        }
    }

    /// <summary>Skipped by the suite where <c>none</c> is not offered; here a client that asks for it has to be refused.</summary>
    private static async Task UnsignedIdTokenAsync(ModuleRun run)
    {
        await run.LoadProviderAsync();
        run.Found.Check("none", !run.Provider.List("id_token_signing_alg_values_supported").Contains("none"), "is offered");
        await RegistrationChecks.RefusedAsync(run, c => c["id_token_signed_response_alg"] = "none", "invalid_client_metadata");
    }

    private static async Task UserInfoGetAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        UserInfoChecks.Full(run, flow, await UserInfoChecks.GetAsync(run, flow.AccessToken ?? ""));
    }

    private static async Task UserInfoPostHeaderAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        var request = Post(run);
        request.Headers.Authorization = new("Bearer", flow.AccessToken);
        var reply = await run.Channel.SendAsync(request);
        run.Found.Require("U200", reply.Status == HttpStatusCode.OK, reply.ToString());
        UserInfoChecks.Full(run, flow, reply);
    }

    private static async Task UserInfoPostBodyAsync(ModuleRun run)
    {
        var flow = await run.FlowAsync(await run.SetUpAsync());
        var reply = await run.Channel.SendAsync(Post(run, ("access_token", flow.AccessToken ?? "")));
        run.Found.Warn("post body", reply.Status == HttpStatusCode.OK, reply.ToString());
        UserInfoChecks.Full(run, flow, reply);
    }

    private static async Task SignedUserInfoAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(c => c["userinfo_signed_response_alg"] = "RS256");
        run.Found.Check(
            "discovery", run.Provider.List("userinfo_signing_alg_values_supported").Contains("RS256"), "userinfo_signing_alg_values_supported lacks RS256");
        var flow = await run.FlowAsync(client);
        var reply = await UserInfoChecks.GetAsync(run, flow.AccessToken ?? "");
        run.Found.Check("UF-1", reply.Header("Content-Type")?.Split(';')[0] == "application/jwt", $"{reply.Header("Content-Type")}");
        var token = Jwt.Parse(reply.Text);
        run.Found.Require("UF-1", token is not null, "is no JWT");
        run.Found.Check("JWS", run.Provider.Keys.WhyNotSigned(token) is null, run.Provider.Keys.WhyNotSigned(token) ?? "");
        run.Found.Check("JWS", token.Algorithm == "RS256", token.Algorithm);
        run.Found.Check("nonce", token["nonce"] is null, "has no place here");
        run.Found.Warn("iss", token["iss"] == run.Provider.Issuer, $"{token["iss"]}");
        run.Found.Warn("aud", IdTokenChecks.Audiences(token.Claims).Contains(client.Id), $"{token["aud"]}");
        UserInfoChecks.Claims(run, flow, token.Claims);
    }

    private static HttpRequestMessage Post(ModuleRun run, params (string Name, string Value)[] members) =>
        new(HttpMethod.Post, run.Provider["userinfo_endpoint"])
        {
            Content = new FormUrlEncodedContent(members.Select(m => KeyValuePair.Create(m.Name, m.Value))),
        };
}
