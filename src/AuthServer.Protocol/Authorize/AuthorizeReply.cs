using System.Text;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>An answer on its way to the client through the browser (RFC 6749 §4.1.2, RFC 9207 §2).</summary>
/// <param name="To">Where.</param>
/// <param name="Parameters">All of them, <c>state</c> and <c>iss</c> included.</param>
/// <param name="Error">For our log; null for a success.</param>
public sealed record AuthorizeReply(
    ReplyAddress To, IReadOnlyList<KeyValuePair<string, string>> Parameters, OAuthError? Error)
{
    /// <summary>What was asked for.</summary>
    public static AuthorizeReply Success(
        ReplyAddress to, IReadOnlyList<KeyValuePair<string, string>> answer, IIssuer issuer) =>
        new(to, WithEchoes(to, issuer, [.. answer]), null);

    /// <summary>An error.</summary>
    public static AuthorizeReply Failure(ReplyAddress to, OAuthError error, IIssuer issuer) =>
        new(to, WithEchoes(
            to, issuer, new("error", error.Code.Value), new("error_description", error.Description)), error);

    /// <summary>The address with the parameters in query or fragment; the address's own query stays.</summary>
    public string ToUrl()
    {
        var url = new StringBuilder(To.RedirectUri);
        var separator = To.Mode == ResponseModes.Fragment ? '#' : To.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in Parameters)
        {
            url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return url.ToString();
    }

    private static KeyValuePair<string, string>[] WithEchoes(
        ReplyAddress to, IIssuer issuer, params ReadOnlySpan<KeyValuePair<string, string>> own) =>
        to.State is null ? [.. own, new("iss", issuer.Url)] : [.. own, new("state", to.State), new("iss", issuer.Url)];
}
