namespace AuthServer.Protocol.Wire;

/// <summary>Values of <c>token_endpoint_auth_method</c> (RFC 7591 §2, OIDC Core §9).</summary>
public static class AuthMethods
{
    /// <summary>The secret in an HTTP Basic header (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretBasic = "client_secret_basic";

    /// <summary>The secret in the body (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretPost = "client_secret_post";

    /// <summary>An assertion signed with the secret, which so is never sent (OIDC Core §9, RFC 7523).</summary>
    public const string ClientSecretJwt = "client_secret_jwt";

    /// <summary>An assertion signed with the client's own key (OIDC Core §9, RFC 7523).</summary>
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>A public client: the id alone.</summary>
    public const string None = "none";

    /// <summary>What this server takes.</summary>
    public static readonly IReadOnlyList<string> Supported =
        [ClientSecretBasic, ClientSecretPost, ClientSecretJwt, PrivateKeyJwt, None];

    /// <summary>Those with a secret.</summary>
    public static readonly IReadOnlyList<string> WithSecret = [ClientSecretBasic, ClientSecretPost, ClientSecretJwt];
}
