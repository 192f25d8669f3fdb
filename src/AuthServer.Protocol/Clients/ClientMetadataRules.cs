using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>Whether the members of a client's document agree with each other and with what is built.</summary>
internal static class ClientMetadataRules
{
    private static readonly TimeSpan MaxAccessTokenLifetime = TimeSpan.FromDays(1);

    private static readonly string[] Grants =
        [GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.RefreshToken, GrantTypes.ClientCredentials];

    /// <summary>What rules about a member look at besides.</summary>
    private static readonly Dictionary<string, string[]> Others = new(StringComparer.Ordinal)
    {
        ["grant_types"] = ["response_types", "token_endpoint_auth_method"],
        ["response_types"] = ["grant_types"],
        ["redirect_uris"] = ["grant_types"],
        ["jwks"] = ["jwks_uri", "token_endpoint_auth_method"],
        ["jwks_uri"] = ["jwks"],
        ["token_endpoint_auth_signing_alg"] = ["token_endpoint_auth_method"],
        ["require_pkce"] = ["token_endpoint_auth_method"],
        ["refresh_token_rotation"] = ["token_endpoint_auth_method"],
        ["introspection"] = ["token_endpoint_auth_method"],
        ["sector_identifier_uri"] = ["subject_type", "redirect_uris"],
    };

    /// <summary>The members that something wrong is about: its own, and the one that was probably meant.</summary>
    public static IEnumerable<string> MeantBy(string path)
    {
        var name = RootOf(path);
        return NearestName.To(name, ClientMetadataMembers.Names) is { } nearest ? [name, nearest] : [name];
    }

    /// <summary>Whether a rule may only be broken because something is wrong with a member: no reason of its own.</summary>
    public static bool FollowsFrom(ClientMetadataError error, HashSet<string> flawed) =>
        flawed.Contains(RootOf(error.Path)) || (Others.TryGetValue(RootOf(error.Path), out var others) && others.Any(flawed.Contains));

    private static string RootOf(string path) => path.Split('[', '.', '#')[0];

    public static IEnumerable<ClientMetadataError> Judge(Client client, JsonObject document, ClientMetadataPolicy policy) =>
        [
            .. JudgeGrants(client),
            .. JudgeAuthentication(client, document),
            .. JudgePublic(client),
            .. JudgeLifetimes(client),
            .. ResponseProtectionRule.Judge(client, document),
            .. JudgeSector(client),
            .. JudgeScopes(client, policy),
            .. JudgeLinks(client, policy),
        ];

    private static IEnumerable<ClientMetadataError> JudgeGrants(Client client)
    {
        foreach (var (grant, i) in client.GrantTypes.Select((g, i) => (g, i)).Where(g => !Grants.Contains(g.g)))
            yield return new($"grant_types[{i}]", NotSupported(grant, Grants));
        foreach (var (type, i) in client.ResponseTypes.Select((t, i) => (t, i)).Where(t => ResponseType.TryParse(t.t) is null))
            yield return new($"response_types[{i}]", NotSupported(type, ResponseType.Supported));

        // RFC 7591 §2.1, OIDC Registration §2.
        ResponseType[] types = [.. client.ResponseTypes.Select(ResponseType.TryParse).OfType<ResponseType>()];
        foreach (var error in JudgePair(client, GrantTypes.AuthorizationCode, "code", types.Any(t => t.Code)))
            yield return error;
        foreach (var error in JudgePair(client, GrantTypes.Implicit, "id_token or token", types.Any(t => t.HasTokens)))
            yield return error;
    }

    private static IEnumerable<ClientMetadataError> JudgePair(Client client, string grant, string type, bool isAsked)
    {
        var isGranted = client.GrantTypes.Contains(grant);
        if (isAsked && !isGranted)
            yield return new("grant_types", $"response type {type} needs the grant {grant}");
        if (isGranted && !isAsked)
            yield return new("response_types", $"grant {grant} needs the response type {type}");
        if (isGranted && client.RedirectUris.Count == 0)
            yield return new("redirect_uris", $"needed for the grant {grant}");
    }

    private static IEnumerable<ClientMetadataError> JudgeAuthentication(Client client, JsonObject document)
    {
        if (!AuthMethods.Supported.Contains(client.AuthMethod))
            yield return new("token_endpoint_auth_method", NotSupported(client.AuthMethod, AuthMethods.Supported));
        if (document.ContainsKey("jwks") && document.ContainsKey("jwks_uri"))
            yield return new("jwks_uri", "must not stand beside jwks (RFC 7591 section 2)");
        var hasKeys = document.ContainsKey("jwks") || document.ContainsKey("jwks_uri");
        if (client.AuthMethod == AuthMethods.PrivateKeyJwt && !hasKeys)
            yield return new("jwks", "needed for private_key_jwt");
        var algorithms = client.AuthMethod == AuthMethods.ClientSecretJwt
            ? JwsAlgorithms.SecretAssertions
            : JwsAlgorithms.ClientAssertions;
        if (client.AuthSigningAlgorithm is { } algorithm && !algorithms.Contains(algorithm))
            yield return new("token_endpoint_auth_signing_alg", NotSupported(algorithm, algorithms));
    }

    private static IEnumerable<ClientMetadataError> JudgePublic(Client client)
    {
        if (!client.IsPublic)
            yield break;
        if (!client.RequirePkce)
            yield return new("require_pkce", "may be turned off for confidential clients alone");
        if (!client.RotateRefreshTokens)
            yield return new("refresh_token_rotation", "may be turned off for confidential clients alone");
        if (client.IntrospectsAll)
            yield return new("introspection", "public clients may not introspect");
        if (client.GrantTypes.Contains(GrantTypes.ClientCredentials))
            yield return new("grant_types", "client_credentials is for confidential clients alone (RFC 6749 section 4.4)");
    }

    // A revocation is remembered for as long as the longest access token may live.
    private static IEnumerable<ClientMetadataError> JudgeLifetimes(Client client)
    {
        if (client.AccessTokenLifetime > MaxAccessTokenLifetime)
            yield return new("access_token_lifetime", "must be at most 86400 seconds");
    }

    private static IEnumerable<ClientMetadataError> JudgeSector(Client client) =>
        client is { IsPairwise: true, Sector: null }
            ? [new("sector_identifier_uri", "needed for pairwise subjects unless all redirect_uris are of one host (OIDC Core section 8.1)")]
            : [];

    private static IEnumerable<ClientMetadataError> JudgeScopes(Client client, ClientMetadataPolicy policy) =>
        client.Scopes.Where(s => policy.RefusedScopes.Contains(s))
            .Select(s => new ClientMetadataError("scope", $"'{s}' may be given by an operator alone"));

    // Addresses on this server are for those who run it.
    private static IEnumerable<ClientMetadataError> JudgeLinks(Client client, ClientMetadataPolicy policy) =>
        policy.RefusesOwnAddresses
            ? new[] { client.Links.Home, client.Links.Logo, client.Links.Policy, client.Links.Terms }
                .Where(l => l is not null && l.StartsWith('/'))
                .Select(l => new ClientMetadataError("", $"'{l}' must be an https address"))
            : [];

    private static string NotSupported(string value, IEnumerable<string> supported) =>
        $"'{value}' is not supported; supported: {string.Join(", ", supported)}";
}
