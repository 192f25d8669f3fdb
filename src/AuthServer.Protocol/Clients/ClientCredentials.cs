using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>What a request brings to prove which client it is, in the one way that it used.</summary>
/// <param name="ClientId">As claimed; null when an assertion alone names it.</param>
/// <param name="Method">One of <see cref="AuthMethods"/>; for any assertion <c>private_key_jwt</c>.</param>
/// <param name="Secret">A secret or an assertion; null for a public client.</param>
public sealed record ClientCredentials(string? ClientId, string Method, string? Secret)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The names of what it may bring in the form.</summary>
    internal static readonly string[] Parameters = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

    /// <summary>Reads them from the Authorization header and the form (RFC 6749 §2.3, RFC 7521 §4.2).</summary>
    /// <returns><c>invalid_request</c> for two ways at once, <c>invalid_client</c> for none or one that cannot be read.</returns>
    public static Result<ClientCredentials> Read(string? authorization, Form form)
    {
        if (form.Malformed is { } malformed)
            return new OAuthError(ErrorCode.InvalidRequest, malformed);
        if (Array.Find(Parameters, name => form.FaultOf(name) is not null) is { } faulty)
            return new OAuthError(ErrorCode.InvalidRequest, $"{faulty} {form.FaultOf(faulty)}");
        var secret = form.Find("client_secret");
        var assertion = form.Find("client_assertion");
        var ways = (authorization is null ? 0 : 1) + (secret is null ? 0 : 1) + (assertion is null ? 0 : 1);
        if (ways > 1)
            return new OAuthError(ErrorCode.InvalidRequest, "more than one way of client authentication");

        var clientId = form.Find("client_id");
        if (authorization is not null)
            return ReadBasic(authorization, clientId);
        if (secret is not null)
            return clientId is null ? None() : new ClientCredentials(clientId, AuthMethods.ClientSecretPost, secret);

        var assertionType = form.Find("client_assertion_type");
        if (assertion is null && assertionType is null)
            return clientId is null ? None() : new ClientCredentials(clientId, AuthMethods.None, null);
        if (assertion is null || assertionType != AssertionType)
            return new OAuthError(ErrorCode.InvalidRequest, "client_assertion and its client_assertion_type belong together");
        return new ClientCredentials(clientId, AuthMethods.PrivateKeyJwt, assertion);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {ClientId}";

    private static OAuthError None() => new(ErrorCode.InvalidClient, "client authentication is missing");

    /// <summary>Both halves are form-encoded before they are joined (RFC 6749 §2.3.1); who did not encode is understood, too.</summary>
    private static Result<ClientCredentials> ReadBasic(string authorization, string? bodyClientId)
    {
        var unreadable = new OAuthError(ErrorCode.InvalidClient, "the Authorization header cannot be read");
        const string scheme = "Basic ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return unreadable;

        var text = authorization.AsSpan(scheme.Length).Trim(' ');
        var bytes = new byte[text.Length];
        if (text.Length > Form.MaxValueLength || !Convert.TryFromBase64Chars(text, bytes, out var length))
            return unreadable;
        var colon = bytes.AsSpan(0, length).IndexOf((byte)':');
        if (colon < 0)
            return unreadable;

        if (Form.Decode(bytes.AsSpan(0, colon)) is not { Length: > 0 } id || Form.Decode(bytes.AsSpan(colon + 1, length - colon - 1)) is not { } secret)
            return unreadable;
        if (bodyClientId is not null && bodyClientId != id)
            return new OAuthError(ErrorCode.InvalidRequest, "client_id differs from the Authorization header");
        return new ClientCredentials(id, AuthMethods.ClientSecretBasic, secret);
    }
}
