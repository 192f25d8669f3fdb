using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>A client, read and checked: what RFC 7591 calls its metadata, ready for the hot path.</summary>
public sealed record Client
{
    /// <summary><c>client_id</c>, compared byte for byte.</summary>
    public required string Id { get; init; }

    /// <summary>What people read; the id when none was registered.</summary>
    public required string Name { get; init; }

    /// <summary>False: every request of it is refused as if it did not exist.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Raised to end everything of this client; copied into what is issued to it.</summary>
    public long Epoch { get; init; }

    /// <summary>Hashes of its live secrets; empty for public clients and for those with keys.</summary>
    public IReadOnlyList<ClientSecretHash> Secrets { get; init; } = [];

    /// <summary>Its secrets in clear, newest first, where <see cref="NeedsSharedSecret"/>; else empty.</summary>
    public IReadOnlyList<SharedSecret> SharedSecrets { get; init; } = [];

    /// <summary>The one way it authenticates (RFC 7591 §2). Default <c>client_secret_basic</c>.</summary>
    public string AuthMethod { get; init; } = AuthMethods.ClientSecretBasic;

    /// <summary>The algorithm its assertions must use; null: any that we take (OIDC Registration §2).</summary>
    public string? AuthSigningAlgorithm { get; init; }

    /// <summary>Its public keys, by value; <see cref="ClientKeys"/> also knows those by reference.</summary>
    public JwkSet? Keys { get; init; }

    /// <summary><c>jwks_uri</c>: where its public keys are; never beside <see cref="Keys"/>.</summary>
    public string? KeysUri { get; init; }

    /// <summary>Registered redirect URIs, byte for byte.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Where a sign-out may return to (RP-Initiated Logout §3).</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Default: <c>authorization_code</c> alone (RFC 7591 §2).</summary>
    public IReadOnlyList<string> GrantTypes { get; init; } = [Wire.GrantTypes.AuthorizationCode];

    /// <summary>As <see cref="ResponseType"/> writes them. Default: <c>code</c> alone (RFC 7591 §2).</summary>
    public IReadOnlyList<string> ResponseTypes { get; init; } = ["code"];

    /// <summary>What it may ask for.</summary>
    public ScopeSet Scopes { get; init; } = ScopeSet.Of(StandardScopes.Default);

    /// <summary>Native clients may vary the port of a loopback redirect (RFC 8252 §7.3).</summary>
    public bool IsNative { get; init; }

    /// <summary>Whether it made itself known, and no operator vouches for it.</summary>
    public bool IsSelfRegistered { get; init; }

    /// <summary>Whether its document is at the address that is its id; then it registered itself, too.</summary>
    public bool IsDocument { get; init; }

    /// <summary>Whether people are asked. Default true.</summary>
    public bool RequireConsent { get; init; } = true;

    /// <summary>Default true. False is for confidential clients alone; what was sent is enforced all the same.</summary>
    public bool RequirePkce { get; init; } = true;

    /// <summary>May use the JSON account API.</summary>
    public bool FirstParty { get; init; }

    /// <summary>Access tokens as encrypted handles in place of JWTs.</summary>
    public bool OpaqueAccessTokens { get; init; }

    /// <summary>Algorithm of its access tokens that are JWTs. Default ES256.</summary>
    public string AccessTokenAlgorithm { get; init; } = JwsAlgorithms.ES256;

    /// <summary>Whether each refresh gives a new refresh token. Default true; always for public clients.</summary>
    public bool RotateRefreshTokens { get; init; } = true;

    /// <summary>Own lifetime of access tokens; null: the server's.</summary>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>Own sliding lifetime of refresh tokens; null: the server's.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    /// <summary>Algorithm of its ID tokens. Default RS256 (OIDC Registration §2).</summary>
    public string IdTokenAlgorithm { get; init; } = "RS256";

    /// <summary>How its ID tokens are encrypted after signing; null: they are not.</summary>
    public ResponseEncryption? IdTokenEncryption { get; init; }

    /// <summary>Algorithm of its userinfo answers; null: plain JSON, unless they are encrypted (OIDC Registration §2).</summary>
    public string? UserInfoAlgorithm { get; init; }

    /// <summary>How its userinfo answers are encrypted; null: they are not.</summary>
    public ResponseEncryption? UserInfoEncryption { get; init; }

    /// <summary>The one algorithm of its request objects; null: any that we take (OIDC Registration §2).</summary>
    public string? RequestObjectAlgorithm { get; init; }

    /// <summary>Whether every authorization request must be a signed object (RFC 9101 §10.5).</summary>
    public bool RequireSignedRequestObject { get; init; }

    /// <summary>Whether its authorization requests come by the back channel alone (RFC 9126 §6), which is not built: refused.</summary>
    public bool RequirePushedRequests { get; init; }

    /// <summary>
    /// The member that ties its access tokens to a key, which is not built: it gets none, rather than tokens that whoever
    /// finds them may use (RFC 9449 §5.2, RFC 8705 §3.4). Null: they are bearer tokens.
    /// </summary>
    public string? TokenBinding { get; init; }

    /// <summary>Addresses of request objects, a fragment included, byte for byte (OIDC Registration §2).</summary>
    public IReadOnlyList<string> RequestUris { get; init; } = [];

    /// <summary>Whether its subjects are its sector's own (OIDC Core §8). Default false: public.</summary>
    public bool IsPairwise { get; init; }

    /// <summary><c>sector_identifier_uri</c>; null: the host of its redirect URIs is the sector (OIDC Core §8.1).</summary>
    public string? SectorIdentifierUri { get; init; }

    /// <summary>A host; clients of one sector know a person by one subject. Null: none can be told.</summary>
    public string? Sector { get; init; }

    /// <summary>Seconds, used when a request has no <c>max_age</c> (OIDC Registration §2).</summary>
    public long? DefaultMaxAge { get; init; }

    /// <summary>Used when a request has no <c>acr_values</c>, best first (OIDC Registration §2).</summary>
    public IReadOnlyList<string> DefaultAcrValues { get; init; } = [];

    /// <summary>Where it is told that somebody signed out.</summary>
    public LogoutAddresses Logout { get; init; } = new();

    /// <summary>Where others may send people who are to be signed in there (OIDC Core §4).</summary>
    public string? InitiateLoginUri { get; init; }

    /// <summary>The APIs that this client is: what audiences it may introspect.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>May introspect every token, not only its own and its resources'.</summary>
    public bool IntrospectsAll { get; init; }

    /// <summary>Origins, beyond those of its redirect URIs, whose scripts may call us.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>What the consent page shows besides the name.</summary>
    public ClientLinks Links { get; init; } = new();

    /// <summary>Whether its secret signs or encrypts, so that recognising it is not enough.</summary>
    public bool NeedsSharedSecret =>
        AuthMethod == AuthMethods.ClientSecretJwt || IdTokenAlgorithm == JwsAlgorithms.HS256 || UserInfoAlgorithm == JwsAlgorithms.HS256
        || IdTokenEncryption is { IsSymmetric: true } || UserInfoEncryption is { IsSymmetric: true };

    /// <summary>Whether it keeps no secret (RFC 6749 §2.1).</summary>
    public bool IsPublic => AuthMethod == AuthMethods.None;
}
