using System.Collections.Frozen;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Clients;

/// <summary>What a member of a client's document must look like.</summary>
internal enum MemberShape
{
    Text,
    TextList,
    Flag,
    Seconds,
    SecondsOrZero,
    Scope,
    Keys,

    /// <summary>Where a browser is sent with something in hand.</summary>
    RedirectUris,

    /// <summary>https, or http on this machine.</summary>
    WebUri,

    /// <summary>https alone.</summary>
    SecureUri,
    WebUriList,

    /// <summary>Shown to people: https, or root-relative.</summary>
    PageUri,
    Origins,
    Resources,

    /// <summary>Ids and secrets, which whoever reads the document keeps elsewhere.</summary>
    Apart,
}

/// <param name="Localised">Whether a language may follow: <c>client_name#de</c> (RFC 7591 §2.2).</param>
/// <param name="Choices">The values there are; empty: any.</param>
internal sealed record Member(MemberShape Shape, bool Localised = false, params string[] Choices);

/// <summary>
/// Every member that IANA's registry of client metadata holds, whether its feature is built or not, and our own.
/// </summary>
internal static class ClientMetadataMembers
{
    private static readonly FrozenDictionary<string, Member> ByName = FrozenDictionary.ToFrozenDictionary<string, Member>(
    [
        One("client_name", MemberShape.Text, localised: true),
        One("client_uri", MemberShape.PageUri, localised: true),
        One("logo_uri", MemberShape.PageUri, localised: true),
        One("tos_uri", MemberShape.PageUri, localised: true),
        One("policy_uri", MemberShape.PageUri, localised: true),
        One("organization_name", MemberShape.Text, localised: true),
        One("display_name", MemberShape.Text, localised: true),
        One("description", MemberShape.Text, localised: true),
        One("information_uri", MemberShape.PageUri, localised: true),
        One("organization_uri", MemberShape.PageUri, localised: true),
        One("homepage_uri", MemberShape.PageUri, localised: true),
        One("application_type", MemberShape.Text, false, "web", "native"),
        One("subject_type", MemberShape.Text, false, "public", "pairwise"),
        One("access_token_format", MemberShape.Text, false, "jwt", "opaque"),
        One("access_token_signed_response_alg", MemberShape.Text, false, [.. JwsAlgorithms.Signing]),
        One("introspection", MemberShape.Text, false, "own", "all"),
        One("backchannel_token_delivery_mode", MemberShape.Text, false, "poll", "ping", "push"),
        One("scope", MemberShape.Scope),
        One("jwks", MemberShape.Keys),
        One("redirect_uris", MemberShape.RedirectUris),
        One("post_logout_redirect_uris", MemberShape.RedirectUris),
        One("allowed_origins", MemberShape.Origins),
        One("resources", MemberShape.Resources),
        One("initiate_login_uri", MemberShape.SecureUri),
        One("sector_identifier_uri", MemberShape.SecureUri),
        One("default_max_age", MemberShape.SecondsOrZero),
        .. Of(MemberShape.WebUri, "jwks_uri", "signed_jwks_uri", "frontchannel_logout_uri", "backchannel_logout_uri",
            "backchannel_client_notification_endpoint"),
        .. Of(MemberShape.WebUriList, "request_uris", "claims_redirect_uris"),
        .. Of(MemberShape.Seconds, "access_token_lifetime", "refresh_token_lifetime"),
        .. Of(MemberShape.Flag, "require_consent", "first_party", "require_pkce", "refresh_token_rotation",
            "require_auth_time", "dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens",
            "require_signed_request_object", "require_pushed_authorization_requests", "backchannel_user_code_parameter",
            "frontchannel_logout_session_required", "backchannel_logout_session_required", "use_mtls_endpoint_aliases",
            "native_sso_supported"),
        .. Of(MemberShape.TextList, "grant_types", "response_types", "contacts", "default_acr_values",
            "authorization_details_types", "client_registration_types", "keywords", "response_modes"),
        .. Of(MemberShape.Text, "token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "software_id",
            "software_version", "tls_client_auth_subject_dn", "tls_client_auth_san_dns", "tls_client_auth_san_uri",
            "tls_client_auth_san_ip", "tls_client_auth_san_email", "backchannel_authentication_request_signing_alg",
            "request_object_signing_alg", "request_object_encryption_alg", "request_object_encryption_enc"),
        .. Protected("id_token"),
        .. Protected("userinfo"),
        .. Protected("authorization"),
        .. Protected("introspection"),
        .. Protected("nfv_token"),
        // OpenID Connect Relying Party Metadata Choices 1.0.
        .. Of(MemberShape.TextList, "subject_types_supported", "token_endpoint_auth_methods_supported",
            "token_endpoint_auth_signing_alg_values_supported", "id_token_signing_alg_values_supported",
            "id_token_encryption_alg_values_supported", "id_token_encryption_enc_values_supported",
            "userinfo_signing_alg_values_supported", "userinfo_encryption_alg_values_supported",
            "userinfo_encryption_enc_values_supported", "request_object_signing_alg_values_supported",
            "request_object_encryption_alg_values_supported", "request_object_encryption_enc_values_supported",
            "authorization_signing_alg_values_supported", "authorization_encryption_alg_values_supported",
            "authorization_encryption_enc_values_supported", "introspection_signing_alg_values_supported",
            "introspection_encryption_alg_values_supported", "introspection_encryption_enc_values_supported",
            "backchannel_authentication_request_signing_alg_values_supported"),
        .. Of(MemberShape.Apart, "client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at",
            "registration_access_token", "registration_client_uri", "software_statement"),
    ], StringComparer.Ordinal);

    /// <summary>Every name, without languages.</summary>
    public static IReadOnlyList<string> Names => ByName.Keys;

    /// <summary>The member of this name; null when nobody defined one.</summary>
    public static Member? Find(string name)
    {
        var language = name.IndexOf('#', StringComparison.Ordinal);
        if (language < 0)
            return ByName.GetValueOrDefault(name);
        return ByName.GetValueOrDefault(name[..language]) is { Localised: true } member && language < name.Length - 1
            ? member
            : null;
    }

    private static KeyValuePair<string, Member> One(
        string name, MemberShape shape, bool localised = false, params string[] choices) =>
        new(name, new Member(shape, localised, choices));

    private static IEnumerable<KeyValuePair<string, Member>> Of(MemberShape shape, params string[] names) =>
        names.Select(n => KeyValuePair.Create(n, new Member(shape)));

    // How a response is signed and encrypted: three members a kind of response.
    private static IEnumerable<KeyValuePair<string, Member>> Protected(string response) =>
        Of(MemberShape.Text, response + "_signed_response_alg", response + "_encrypted_response_alg",
            response + "_encrypted_response_enc");
}
