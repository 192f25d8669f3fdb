using System.Globalization;
using System.Security.Cryptography;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Makes the answer to a request that needs nothing more: a code, tokens, or both (OIDC Core §3.1.2.5, §3.2.2.5,
/// §3.3.2.5).</summary>
public sealed class AnswerIssuer(
    CodeContent contents, Codes codes, TokenIssuer tokens, IGivenAuthorizations given, RefreshTokens refreshTokens)
{
    /// <summary>The answer's own parameters; those that every answer has are added where it leaves.</summary>
    /// <returns><c>access_denied</c> when the person was signed out everywhere at this very moment;
    /// <c>temporarily_unavailable</c> while the ID token cannot be encrypted.</returns>
    public async ValueTask<Result<IReadOnlyList<KeyValuePair<string, string>>>> IssueAsync(
        AuthorizeRequest request, NextStep.Issue issue, CancellationToken ct)
    {
        var content = await contents.MakeAsync(request, issue, ct);
        var code = request.Type.Code ? await codes.WriteAsync(content, ct) : null;
        if (!request.Type.HasTokens)
            return Parameters(request, code, null);

        // The code's own id: a code that is replayed takes this access token along, too.
        var granted = new Granted
        {
            Client = request.Client,
            Authorization = content.ToAuthorization(),
            Scopes = content.Scopes,
            Resources = content.Resources,
            Nonce = content.Nonce,
            Code = code,
        };
        if (!(await tokens.IssueAtOnceAsync(granted, request.Type, ct)).Succeeded(out var made, out var error))
            return error.Code == ErrorCode.InvalidGrant ? error with { Code = ErrorCode.AccessDenied } : error;
        return code is not null || made.AccessToken is null || await GiveAsync(granted, ct)
            ? Parameters(request, code, made)
            : new OAuthError(ErrorCode.AccessDenied, "the sign-in has ended", "person, session or client ended meanwhile");
    }

    /// <summary>No code will write the row by which the person, or whoever runs this server, ends the access token.</summary>
    private Task<bool> GiveAsync(Granted granted, CancellationToken ct)
    {
        var pending = new PendingAuthorization(
            granted.Authorization, RandomNumberGenerator.GetBytes(32), refreshTokens.CurrentKeyId);
        return given.GiveAsync(pending, granted.Client, ct);
    }

    private static List<KeyValuePair<string, string>> Parameters(
        AuthorizeRequest request, string? code, FrontChannelTokens? made)
    {
        var answer = new List<KeyValuePair<string, string>>(8);
        if (code is not null)
            answer.Add(new("code", code));
        if (made?.AccessToken is { } accessToken)
        {
            answer.Add(new("access_token", accessToken));
            answer.Add(new("token_type", "Bearer"));
            answer.Add(new("expires_in", ((long)made.ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
            // Said where it is not what was asked for (RFC 6749 §4.2.2).
            if (!request.Scopes.IsWithin(made.Scopes))
                answer.Add(new("scope", made.Scopes.ToString()));
        }

        if (made?.IdToken is { } idToken)
            answer.Add(new("id_token", idToken));
        return answer;
    }
}
