using System.Collections.Frozen;

namespace AuthServer.Tests.Conformance;

/// <summary>What the certification plans run: every module with every variant.</summary>
internal static class Plans
{
    private const string Basic = "client_secret_basic";

    /// <summary>Modules of sections about scopes, prompts and the like, which all three flows run alike.</summary>
    private static readonly string[] Shared =
    [
        "oidcc-server", "oidcc-scope-profile", "oidcc-scope-email", "oidcc-scope-address", "oidcc-scope-phone", "oidcc-scope-all",
        "oidcc-display-page", "oidcc-display-popup", "oidcc-prompt-login", "oidcc-prompt-none-not-logged-in",
        "oidcc-prompt-none-logged-in", "oidcc-max-age-1", "oidcc-max-age-10000",
        "oidcc-ensure-request-with-unknown-parameter-succeeds", "oidcc-id-token-hint", "oidcc-login-hint", "oidcc-ui-locales",
        "oidcc-claims-locales", "oidcc-ensure-request-with-acr-values-succeeds", "oidcc-ensure-registered-redirect-uri",
        "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        "oidcc-ensure-request-object-with-redirect-uri", "oidcc-claims-essential",
    ];

    private static readonly string[] UserInfo = ["oidcc-userinfo-get", "oidcc-userinfo-post-header", "oidcc-userinfo-post-body"];

    private static readonly string[] WithCode =
        ["oidcc-codereuse", "oidcc-codereuse-30seconds", "oidcc-server-client-secret-post", "oidcc-refresh-token"];

    /// <summary>What only a client that registers itself can ask for.</summary>
    private static readonly string[] Registering =
    [
        "oidcc-idtoken-signature",
        "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported",
    ];

    private static readonly string[] Once =
        ["oidcc-response-type-missing", "oidcc-alternate-happy-flow", "oidcc-ensure-request-with-valid-pkce-succeeds"];

    private static readonly string[] Dynamic =
    [
        "oidcc-idtoken-rs256", "oidcc-ensure-redirect-uri-in-authorization-request", "oidcc-redirect-uri-query-OK",
        "oidcc-redirect-uri-query-mismatch", "oidcc-redirect-uri-query-added", "oidcc-redirect-uri-regfrag",
        "oidcc-discovery-endpoint-verification", "oidcc-server", "oidcc-registration-logo-uri", "oidcc-registration-policy-uri",
        "oidcc-registration-tos-uri", "oidcc-registration-sector-uri", "oidcc-registration-sector-bad", "oidcc-server-rotate-keys",
        "oidcc-request-uri-unsigned", "oidcc-request-uri-signed-rs256", "oidcc-ensure-request-object-with-redirect-uri",
        "oidcc-ensure-client-assertion-with-iss-aud-succeeds",
    ];

    private static readonly string[] DynamicWithCode =
        ["oidcc-registration-jwks-uri", "oidcc-refresh-token-rp-key-rotation", "oidcc-refresh-token"];

    private static readonly string[] RpLogout =
    [
        "discovery-endpoint-verification", "", "no-state", "bad-post-logout-redirect-uri",
        "query-added-to-post-logout-redirect-uri", "modified-id-token-hint", "bad-id-token-hint", "no-id-token-hint", "no-params",
        "no-post-logout-redirect-uri", "only-state",
    ];

    /// <summary>Everything, each once.</summary>
    public static IReadOnlyList<Case> All { get; } = [.. Build()];

    /// <summary>By module and variant as they are shown.</summary>
    public static FrozenDictionary<(string Module, string Variant), Case> ByName { get; } =
        All.ToFrozenDictionary(c => (c.Module, c.Variant.ToString()));

    private static IEnumerable<Case> Build()
    {
        foreach (var form in (string[])["", "formpost-"])
        {
            foreach (var isDynamic in (bool[])[false, true])
            {
                foreach (var at in BasicPlan(form, isDynamic).Concat(ImplicitPlan(form, isDynamic)).Concat(HybridPlan(form, isDynamic)))
                    yield return at;
            }
        }

        yield return new("oidcc-discovery-endpoint-verification", new("config", "code", false, Basic));
        foreach (var at in DynamicPlan().Concat(SmallPlans()))
            yield return at;
    }

    private static IEnumerable<Case> BasicPlan(string form, bool isDynamic) => Of(
        new(form + "basic", "code", isDynamic, Basic),
        [
            .. Shared, .. UserInfo, .. WithCode, .. Once, "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
            "oidcc-ensure-post-request-succeeds",
            .. isDynamic ? [.. Registering, "oidcc-idtoken-unsigned"] : Array.Empty<string>(),
        ]);

    private static IEnumerable<Case> ImplicitPlan(string form, bool isDynamic) =>
        ((string[])["id_token", "id_token token"]).SelectMany(type => Of(
            new(form + "implicit", type, isDynamic, Basic),
            [
                .. Shared, "oidcc-alternate-happy-flow", "oidcc-ensure-request-without-nonce-fails",
                .. type == "id_token" ? [] : (string[])[.. UserInfo, "oidcc-response-type-missing"],
                .. isDynamic ? Registering : [],
            ]));

    private static IEnumerable<Case> HybridPlan(string form, bool isDynamic) =>
        ((string[])["code id_token", "code token", "code id_token token"]).SelectMany(type => Of(
            new(form + "hybrid", type, isDynamic, Basic),
            [
                .. Shared, .. UserInfo, .. WithCode, .. type == "code id_token" ? Once : [], .. isDynamic ? Registering : [],
                type == "code token"
                    ? "oidcc-ensure-request-without-nonce-succeeds-for-code-flow"
                    : "oidcc-ensure-request-without-nonce-fails",
            ]));

    private static IEnumerable<Case> DynamicPlan() =>
        ((string[])["code", "code token", "code id_token", "code id_token token", "id_token token", "id_token"])
        .Select(type => new Variant("dynamic", type, true, "private_key_jwt"))
        .SelectMany(v => Of(
            v,
            [
                .. Dynamic, .. v.HasCode ? DynamicWithCode : [], .. v.HasAccessToken ? ["oidcc-userinfo-rs256"] : Array.Empty<string>(),
                .. v.HasCode && !v.HasFrontIdToken ? ["oidcc-idtoken-unsigned"] : Array.Empty<string>(),
            ]));

    private static IEnumerable<Case> SmallPlans() =>
    [
        .. Of(new("3rdparty-init-login", "code", true, Basic), ["oidcc-3rd_party-init-login", "oidcc-3rd_party-init-login-nohttps"]),
        .. Of(
            new("rp-initiated-logout", "code", true, Basic),
            RpLogout.Select(m => m.Length == 0 ? "oidcc-rp-initiated-logout" : "oidcc-rp-initiated-logout-" + m)),
        .. Of(
            new("session-management", "code", true, Basic),
            ["oidcc-session-management-discovery-endpoint-verification", "oidcc-session-management-rp-initiated-logout"]),
        .. Of(
            new("frontchannel-logout", "code", true, Basic),
            ["oidcc-frontchannel-logout-discovery-endpoint-verification", "oidcc-frontchannel-rp-initiated-logout"]),
        .. Of(
            new("backchannel-logout", "code", true, Basic),
            ["oidcc-backchannel-logout-discovery-endpoint-verification", "oidcc-backchannel-rp-initiated-logout"]),
    ];

    private static IEnumerable<Case> Of(Variant variant, IEnumerable<string> modules) => modules.Select(m => new Case(m, variant));
}
