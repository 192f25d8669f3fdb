using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>The token endpoint (RFC 6749 §3.2): every step that all grants share, once, in this order.</summary>
public sealed class TokenFlow(ClientAuthenticator authenticator, IEnumerable<IGrant> grants, TokenIssuer issuer)
{
    private readonly Dictionary<string, IGrant> _grants = grants.ToDictionary(g => g.Type, StringComparer.Ordinal);

    /// <summary>The grant types there are, for the metadata.</summary>
    public IEnumerable<string> GrantTypes => _grants.Keys;

    /// <summary>Answers a token request.</summary>
    /// <param name="authorization">The Authorization header, whole; null when there was none.</param>
    public async Task<Result<IssuedTokens>> AnswerAsync(string? authorization, Form form, CancellationToken ct)
    {
        // Who asks comes first: nothing of a request is worked on for a client that has not proved itself.
        if (!(await authenticator.AuthenticateAsync(authorization, form, ct)).Succeeded(out var client, out var error))
            return error;
        if (form.FirstFault("resource", "audience") is { } fault)
            return Invalid(fault);
        if (form.Find("grant_type") is not { } type)
            return Invalid("grant_type is required");
        if (!_grants.TryGetValue(type, out var grant))
            return new OAuthError(ErrorCode.UnsupportedGrantType, "grant_type is not supported");
        if (!client.GrantTypes.Contains(type))
            return new OAuthError(ErrorCode.UnauthorizedClient, "the client may not use this grant_type");

        if (!(await grant.JudgeAsync(form, client, ct)).Succeeded(out var granted, out error))
            return error;
        if (!(await issuer.IssueAsync(granted, ct)).Succeeded(out var tokens, out error))
            return error;
        if (await grant.CommitAsync(granted, ct) is { } refusal)
            return refusal;
        return tokens;
    }

    private static OAuthError Invalid(string description) => new(ErrorCode.InvalidRequest, description);
}
