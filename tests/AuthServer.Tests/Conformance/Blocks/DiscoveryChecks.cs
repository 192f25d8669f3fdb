using System.Globalization;
using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>D1 to D21: the discovery document, of a node whose issuer is https as in Production.</summary>
internal static class DiscoveryChecks
{
    private const string WellKnown = "/.well-known/openid-configuration";

    private static readonly string[] Flags =
    [
        "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported", "require_request_uri_registration",
        "frontchannel_logout_supported", "frontchannel_logout_session_supported", "backchannel_logout_supported",
        "backchannel_logout_session_supported", "require_pushed_authorization_requests", "tls_client_certificate_bound_access_tokens",
        "authorization_response_iss_parameter_supported", "require_signed_request_object", "client_id_metadata_document_supported",
        "native_sso_supported", "backchannel_user_code_parameter_supported",
    ];

    private static readonly string[] Urls =
        ["issuer", "jwks_uri", "service_documentation", "op_policy_uri", "op_tos_uri", "check_session_iframe"];

    private static readonly string[] Lists =
    [
        "scopes_supported", "response_types_supported", "response_modes_supported", "grant_types_supported", "acr_values_supported",
        "subject_types_supported", "display_values_supported", "claim_types_supported", "claims_supported", "claims_locales_supported",
        "ui_locales_supported", "prompt_values_supported", "code_challenge_methods_supported", "dpop_signing_alg_values_supported",
        "authorization_details_types_supported", "backchannel_token_delivery_modes_supported",
        "backchannel_authentication_request_signing_alg_values_supported", "protected_resources",
    ];

    private static readonly string[] ListEndings =
        ["_alg_values_supported", "_enc_values_supported", "_auth_methods_supported"];

    /// <summary>D1, D20 and what a plan demands besides.</summary>
    public static async Task<Provider> LoadAsync(ModuleRun run)
    {
        var node = await run.Server.SecureNodeAsync();
        using var channel = new BackChannel(node);
        var reply = await channel.GetAsync(WellKnown);
        run.Found.Require("D1", ProviderChecks.IsObject(reply) && RegistrationChecks.HasJson(reply), reply.ToString());
        var keys = await channel.GetAsync("/.well-known/jwks.json");
        run.Found.Require("D13", ProviderChecks.IsObject(keys), keys.ToString());
        var provider = new Provider(reply.Json, new KeySet(keys.Json));
        foreach (var member in provider.Metadata.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal)))
            run.Found.Check("D20", IsSecure(member.Value.ToString()), $"{member.Name} is {member.Value}");
        return provider;
    }

    /// <summary>Section 3.</summary>
    public static void All(ModuleRun run, Provider provider)
    {
        CheckIssuer(run, provider);
        foreach (var member in provider.Metadata.EnumerateObject())
            CheckShape(run, member);
        CheckResponseTypes(run, provider);
        CheckAlgorithms(run, provider);
        CheckAddresses(run, provider);
        CheckScopes(run, provider);
        KeySetChecks.Check(run.Found, provider.Keys);
        run.Found.Warn("D16", provider.List("claims_supported").Count > 0, "claims_supported is absent");
        foreach (var tag in provider.List("ui_locales_supported").Concat(provider.List("claims_locales_supported")))
            run.Found.Check("D19", CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name == tag, $"{tag} is no language tag");
        var methods = provider.List("code_challenge_methods_supported");
        run.Found.Check("D21", methods.Count == 0 || methods.Contains("S256") || methods.Contains("plain"), "no method of PKCE");
    }

    private static void CheckIssuer(ModuleRun run, Provider provider)
    {
        run.Found.Check("D2", IsSecure(provider.Issuer), $"issuer {provider.Issuer}");
        run.Found.Check("D3", provider.Issuer == ConformanceServer.SecureIssuer, $"issuer {provider.Issuer}");
        var url = new Uri(provider.Issuer);
        run.Found.Check("D4", url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0, $"issuer {provider.Issuer}");
    }

    /// <summary>D5 and D6.</summary>
    private static void CheckShape(ModuleRun run, JsonProperty member)
    {
        var kind = member.Value.ValueKind;
        if (Flags.Contains(member.Name))
            run.Found.Check("D5", kind is JsonValueKind.True or JsonValueKind.False, $"{member.Name} is {kind}");
        else if (Urls.Contains(member.Name) || member.Name.EndsWith("_endpoint", StringComparison.Ordinal))
            run.Found.Check("D5", kind == JsonValueKind.String && Uri.TryCreate(member.Value.GetString(), UriKind.Absolute, out _), member.ToString());
        else if (Lists.Contains(member.Name) || ListEndings.Any(e => member.Name.EndsWith(e, StringComparison.Ordinal)))
            run.Found.Check("D5", kind == JsonValueKind.Array && member.Value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String), member.ToString());
        else
            run.Found.Warn("D6", member is { Name: "mtls_endpoint_aliases", Value.ValueKind: JsonValueKind.Object }, $"nobody knows {member.Name}");
    }

    private static void CheckResponseTypes(ModuleRun run, Provider provider)
    {
        var types = provider.List("response_types_supported");
        var grants = provider.List("grant_types_supported");
        run.Found.Check("D8", provider.List("subject_types_supported").Intersect(["public", "pairwise"]).Any(), "no subject type");
        if (!run.Variant.IsDynamic)
        {
            run.Found.Check("D7", types.Intersect(["code", "id_token", "id_token token", "code id_token", "code token", "code id_token token"]).Any(), "none");
            run.Found.Check("D17", !provider.Has("grant_types_supported") || grants.Count > 0, "empty");
            return;
        }

        run.Found.Check("D7", !((string[])["code", "id_token", "id_token token"]).Except(types).Any(), string.Join(", ", types));
        run.Found.Check(
            "D17", !provider.Has("grant_types_supported") || (grants.Contains("authorization_code") && grants.Contains("implicit")), string.Join(", ", grants));
    }

    private static void CheckAlgorithms(ModuleRun run, Provider provider)
    {
        run.Found.Check("D9", provider.List("id_token_signing_alg_values_supported").Contains("RS256"), "no RS256 for ID tokens");
        const string Objects = "request_object_signing_alg_values_supported";
        run.Found.Warn("D14", !provider.Has(Objects) || provider.List(Objects).Contains("RS256"), "no RS256 for request objects");
    }

    private static void CheckAddresses(ModuleRun run, Provider provider)
    {
        foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "jwks_uri"])
            run.Found.Check("D11", IsSecure(provider[name]), $"{name} is {provider[name]}");
        run.Found.Warn("D12", provider.Has("userinfo_endpoint"), "userinfo_endpoint is absent");
    }

    private static void CheckScopes(ModuleRun run, Provider provider)
    {
        var scopes = provider.List("scopes_supported");
        run.Found.Warn("D18", scopes.Count > 0, "scopes_supported is absent");
        run.Found.Check("D18", scopes.Contains("openid"), "no openid");
        run.Found.Check("D18", scopes.All(s => s.All(c => c is > ' ' and <= '~' and not ('"' or '\\'))), string.Join(" | ", scopes));
    }

    internal static bool IsSecure(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == "https" && parsed.Host.Length > 0;
}
