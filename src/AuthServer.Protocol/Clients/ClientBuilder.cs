using System.Globalization;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>From a document whose members have the right shapes to the client of the hot path, with every default.</summary>
internal static class ClientBuilder
{
    private static readonly string[] Bindings = ["dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens"];

    public static Client Build(string clientId, JsonElement document)
    {
        var grants = List(document, "grant_types") ?? [GrantTypes.AuthorizationCode];
        return new Client
        {
            Id = clientId,
            Name = Shown(Text(document, "client_name") ?? clientId),
            AuthMethod = Text(document, "token_endpoint_auth_method") ?? AuthMethods.ClientSecretBasic,
            AuthSigningAlgorithm = Text(document, "token_endpoint_auth_signing_alg"),
            Keys = document.TryGetProperty("jwks", out var jwks) ? JwkSet.TryParse(jwks, out _) : null,
            KeysUri = Text(document, "jwks_uri"),
            RedirectUris = List(document, "redirect_uris") ?? [],
            PostLogoutRedirectUris = List(document, "post_logout_redirect_uris") ?? [],
            GrantTypes = grants,
            ResponseTypes = ResponseTypesOf(document) ?? DefaultResponseTypes(grants),
            Scopes = Text(document, "scope") is { } scope
                ? ScopeSet.TryParse(scope) ?? ScopeSet.Empty
                : ScopeSet.Of(StandardScopes.Default),
            IsNative = Text(document, "application_type") == "native",
            RequireConsent = Flag(document, "require_consent") ?? true,
            RequirePkce = Flag(document, "require_pkce") ?? true,
            FirstParty = Flag(document, "first_party") ?? false,
            OpaqueAccessTokens = Text(document, "access_token_format") == "opaque",
            AccessTokenAlgorithm = Text(document, "access_token_signed_response_alg") ?? JwsAlgorithms.ES256,
            RotateRefreshTokens = Flag(document, "refresh_token_rotation") ?? true,
            AccessTokenLifetime = Seconds(document, "access_token_lifetime"),
            RefreshTokenLifetime = Seconds(document, "refresh_token_lifetime"),
            IdTokenAlgorithm = Text(document, "id_token_signed_response_alg") ?? JwsAlgorithms.RS256,
            IdTokenEncryption = EncryptionOf(document, "id_token"),
            UserInfoAlgorithm = Text(document, "userinfo_signed_response_alg"),
            UserInfoEncryption = EncryptionOf(document, "userinfo"),
            RequestObjectAlgorithm = Text(document, "request_object_signing_alg"),
            RequireSignedRequestObject = Flag(document, "require_signed_request_object") ?? false,
            RequirePushedRequests = Flag(document, "require_pushed_authorization_requests") ?? false,
            TokenBinding = Bindings.FirstOrDefault(b => Flag(document, b) is true),
            RequestUris = List(document, "request_uris") ?? [],
            IsPairwise = Text(document, "subject_type") == "pairwise",
            SectorIdentifierUri = Text(document, "sector_identifier_uri"),
            Sector = SectorRule.Find(Text(document, "sector_identifier_uri"), List(document, "redirect_uris") ?? []),
            // require_auth_time asks for nothing more: every ID token of ours has auth_time.
            DefaultMaxAge = Number(document, "default_max_age"),
            DefaultAcrValues = List(document, "default_acr_values") ?? [],
            InitiateLoginUri = Text(document, "initiate_login_uri"),
            Logout = new LogoutAddresses
            {
                FrontChannel = Text(document, "frontchannel_logout_uri"),
                FrontChannelNeedsSession = Flag(document, "frontchannel_logout_session_required") ?? false,
                BackChannel = Text(document, "backchannel_logout_uri"),
                BackChannelNeedsSession = Flag(document, "backchannel_logout_session_required") ?? false,
            },
            Resources = List(document, "resources") ?? [],
            IntrospectsAll = Text(document, "introspection") == "all",
            AllowedOrigins = List(document, "allowed_origins") ?? [],
            Links = new ClientLinks
            {
                Home = Text(document, "client_uri"),
                Logo = Text(document, "logo_uri"),
                Policy = Text(document, "policy_uri"),
                Terms = Text(document, "tos_uri"),
            },
        };
    }

    /// <summary>What people read of a name: no more than a line of it, and nothing that turns the text around it.</summary>
    private static string Shown(string name)
    {
        const int longest = 80;
        var text = string.Concat(name.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim();
        if (text.Length <= longest)
            return text.Length > 0 ? text : name;
        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }

    private static ResponseEncryption? EncryptionOf(JsonElement document, string response) =>
        Text(document, response + "_encrypted_response_alg") is { } algorithm
            ? new ResponseEncryption(algorithm, Text(document, response + "_encrypted_response_enc") ?? "A128CBC-HS256")
            : null;

    // What is not known stays as it is, for the rules to refuse.
    private static string[]? ResponseTypesOf(JsonElement document) =>
        List(document, "response_types")?.Select(t => ResponseType.TryParse(t)?.ToString() ?? t).ToArray();

    // RFC 7591 §2: code by default; a client without that grant has no use for it.
    private static string[] DefaultResponseTypes(IReadOnlyList<string> grants) =>
        grants.Contains(GrantTypes.AuthorizationCode) ? ["code"] : [];

    private static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool? Flag(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static long? Number(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static TimeSpan? Seconds(JsonElement document, string name) =>
        Number(document, name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static string[]? List(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value)
            ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")]
            : null;
}
