using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Recorder;

/// <summary>
/// What of a request may be kept. A list says which parameters are harmless, and of which only the address is; of
/// everything else, whatever its name, nothing stays but that it was there and how long it was; of a JWT also its outside.
/// </summary>
public static partial class Redaction
{
    /// <summary>Most parts that are kept of one request.</summary>
    public const int MaxParts = 60;

    private const int MaxClientId = 36;
    private const int KeptOfClientId = 12;
    private const int MaxName = 64;
    private const int MaxValue = 500;
    private const int MaxDepth = 16;
    private const int MaxJwt = 32 * 1024;
    private const int MaxClaims = 40;

    /// <summary>What follows is a handle (RFC 9126 §2.2).</summary>
    private const string PushedRequest = "urn:ietf:params:oauth:request_uri:";

    private static readonly FrozenSet<string> Harmless = new[]
    {
        "acr_values", "application_type", "backchannel_logout_session_required", "client_assertion_type",
        "client_name", "code_challenge_method", "display", "dpop_signing_alg", "frontchannel_logout_session_required", "grant_type",
        "grant_types", "id_token_signed_response_alg", "max_age", "prompt", "request_object_signing_alg", "require_pkce",
        "requested_token_type", "response_mode", "response_type", "response_types", "scope", "subject_token_type",
        "subject_type", "token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "token_type_hint", "ui_locales",
        "userinfo_signed_response_alg", "content-type:", "origin:",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Addresses = new[]
    {
        "audience", "backchannel_logout_uri", "client_uri", "frontchannel_logout_uri", "initiate_login_uri", "jwks_uri",
        "logo_uri", "policy_uri", "post_logout_redirect_uri", "post_logout_redirect_uris", "redirect_uri", "redirect_uris",
        "request_uri", "request_uris", "resource", "sector_identifier_uri", "tos_uri",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] HeaderMembers = ["alg", "enc", "typ", "cty", "kid"];

    /// <summary>
    /// A client's id as claimed. One that is longer than any UUID and no address is cut: it may be the secret, sent in the
    /// wrong place.
    /// </summary>
    public static string ClientId(string claimed) =>
        claimed.Length <= MaxClientId || claimed.StartsWith("http", StringComparison.Ordinal)
            ? Clean(claimed, MaxValue)
            : Clean(claimed, KeptOfClientId);

    /// <summary>What stays of a parameter, or of a header, whose name has a colon at its end.</summary>
    public static ReceivedPart Of(string name, string value)
    {
        if (name == "client_id")
            return new ReceivedPart(name, ClientId(value), value.Length);
        if (Harmless.Contains(name))
            return new ReceivedPart(name, Clean(value, MaxValue), value.Length);
        return Addresses.Contains(name)
            ? new ReceivedPart(name, AddressOf(value), value.Length)
            : new ReceivedPart(NameOf(name), null, value.Length, JwtOf(value));
    }

    /// <summary>What stays of an Authorization header.</summary>
    /// <param name="clientId">The client that it names, where it names one.</param>
    public static ReceivedPart OfAuthorization(string header, string? clientId)
    {
        var (scheme, rest) = header.Split(' ', 2) is [var first, var second] ? (first, second) : ("", header);
        var known = Array.Find(["Basic", "Bearer", "DPoP"], s => s.Equals(scheme, StringComparison.OrdinalIgnoreCase));
        var said = known is null ? null : clientId is null ? known : $"{known} of {ClientId(clientId)}";
        return new ReceivedPart("authorization:", said, header.Length, JwtOf(rest));
    }

    /// <summary>Cut to a length, and no sign in it that does something where it is shown.</summary>
    public static string Clean(string text, int length)
    {
        var cut = text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '�' : c)) : cut;
    }

    /// <summary>A body that is no form is read as one: then what looks like a name may be anything.</summary>
    private static string NameOf(string name) => Name().IsMatch(name) ? name : "(no name)";

    /// <summary>As it was spelt, up to the query; of that the names, as what stands in it may be anything.</summary>
    private static string? AddressOf(string value)
    {
        if (value.StartsWith(PushedRequest, StringComparison.Ordinal))
            return PushedRequest + "…";
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Scheme is "data" or "javascript" or "file")
            return null;
        var text = new StringBuilder(value.Split('?', '#')[0]);
        foreach (var (i, pair) in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Index())
            text.Append(i == 0 ? '?' : '&').Append(pair.Split('=') is [var name, _, ..] ? NameOf(name) : "…").Append("=…");
        return Clean(uri.Fragment.Length > 0 ? text.Append("#…").ToString() : text.ToString(), MaxValue);
    }

    /// <summary>Null: it is no JWT that can be read.</summary>
    private static ReceivedJwt? JwtOf(string text)
    {
        if (text.Length > MaxJwt || text.Split('.') is not { Length: 3 or 5 } parts || ObjectOf(parts[0]) is not { } header)
            return null;
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in HeaderMembers)
        {
            if (header.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String)
                members[name] = Clean(member.GetString()!, MaxName); // a JSON string is never null
        }

        return members.ContainsKey("alg")
            ? new ReceivedJwt(members, parts.Length == 3 && ObjectOf(parts[1]) is { } claims
                ? [.. claims.EnumerateObject().Take(MaxClaims).Select(c => Clean(c.Name, MaxName))]
                : [])
            : null;
    }

    private static JsonElement? ObjectOf(string part) =>
        Base64Url.IsValid(part) ? StrictJson.TryReadObject(Base64Url.DecodeFromChars(part), MaxDepth, out _) : null;

    [GeneratedRegex("^[a-z_-]{1,40}:?$")]
    private static partial Regex Name();
}
