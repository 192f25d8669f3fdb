namespace AuthServer.Protocol.Jose;

/// <summary>Signature algorithms by their names in RFC 7518 §3.1.</summary>
public static class JwsAlgorithms
{
    /// <summary>ECDSA on P-256 with SHA-256: the default of access tokens.</summary>
    public const string ES256 = "ES256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256: the default of ID tokens (OIDC Registration §2).</summary>
    public const string RS256 = "RS256";

    /// <summary>HMAC with SHA-256: the client's secret signs, so that nobody else can check (OIDC Core §10.1).</summary>
    public const string HS256 = "HS256";

    /// <summary>What this server signs with, besides HMAC.</summary>
    public static readonly IReadOnlyList<string> Signing = [RS256, ES256, "PS256"];

    /// <summary>What it signs answers to a client with, with keys of its own or the client's secret.</summary>
    public static readonly IReadOnlyList<string> Responses = [.. Signing, HS256];

    /// <summary>What a client's assertion may be signed with where it keeps a secret: client_secret_jwt.</summary>
    public static readonly IReadOnlyList<string> SecretAssertions = [HS256, "HS384", "HS512"];

    /// <summary>What a client's assertion may be signed with where it has keys: private_key_jwt.</summary>
    public static readonly IReadOnlyList<string> ClientAssertions =
        [RS256, "RS384", "RS512", "PS256", "PS384", "PS512", ES256, "ES384", "ES512"];
}
