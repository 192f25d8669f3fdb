using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Logout;

/// <summary>RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 §2, §3).</summary>
public sealed class EndSessionFlow(IClients clients, IdTokenReader idTokens, SubjectIds subjects)
{
    /// <summary>Reads and judges a request.</summary>
    /// <returns>An error for our own page: a sign-out never redirects to an address that is not registered.</returns>
    public async ValueTask<Result<EndSessionRequest>> ReadAsync(Form form, CancellationToken ct)
    {
        if (form.FirstFault() is { } fault)
            return Invalid(fault);
        var token = form.Find("id_token_hint");
        var clientId = form.Find("client_id") ?? (token is null ? null : IdTokenReader.ClaimedClient(token));
        var client = clientId is null ? null : await clients.FindAsync(clientId, ct);
        IdTokenHint? hint = null;
        if (token is not null && (hint = idTokens.ReadHint(token, client)) is null)
            return Invalid("id_token_hint is not an ID token of ours");
        if (hint is not null && hint.ClientId != clientId)
            return Invalid("client_id is not the one of id_token_hint");
        var hinted = hint is null || client is null ? null : new HintedPerson(hint, client, subjects);
        if (form.Find("post_logout_redirect_uri") is not { } returnUri)
            return new EndSessionRequest(clientId, null, hinted);

        if (client is not { Enabled: true } || !client.PostLogoutRedirectUris.Contains(returnUri, StringComparer.Ordinal)
            // Also where a document came in by a way around its rules: a browser would run some addresses.
            || RedirectUriRegistrationRule.Judge(returnUri) is not null)
            return Invalid("post_logout_redirect_uri is not registered");
        return new EndSessionRequest(clientId, WithState(returnUri, form.Find("state")), hinted);
    }

    private static string WithState(string uri, string? state) =>
        state is null ? uri : $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(state)}";

    private static OAuthError Invalid(string description) => new(ErrorCode.InvalidRequest, description);
}
