using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Web;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>
/// The outcomes that the catalogue asks for, by its own words. Each holds for the whole answer: what must stand in it, and
/// what no refusal may carry.
/// </summary>
internal static partial class Outcome
{
    /// <summary>PAGE: our own page, and nothing goes to an address that cannot be trusted (RFC 6749 §4.1.2.1).</summary>
    public static void Page(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.BadRequest, reply.ToString());
        Assert.Null(reply.SentLocation);
        Assert.StartsWith("text/html", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.DoesNotContain("<form", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-store", reply.Header("Cache-Control")?.Split(',')[0]);
        GivesNothingAway(reply);
    }

    /// <summary>REDIR(e): the client hears of it at its own address, with state and issuer, and gets nothing else.</summary>
    /// <param name="redirectUri">As registered, its own query included; it is kept.</param>
    /// <param name="state">What must come back byte for byte; null: none may.</param>
    public static void Redir(
        Reply reply, string error, StandardServer server, string redirectUri = StandardServer.Callback, string? state = "s-1")
    {
        Assert.True(reply.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, reply.ToString());
        var location = reply.SentLocation!; // a redirect has one, as Answer sees
        var separator = redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Assert.StartsWith(redirectUri + separator, location, StringComparison.Ordinal);
        Error(Members(location[(redirectUri.Length + 1)..]), error, server, state);
        Assert.DoesNotContain('#', location);
        GivesNothingAway(reply);
    }

    /// <summary>REDIR(e) where the request asked for the fragment.</summary>
    public static void RedirInFragment(Reply reply, string error, StandardServer server, string? state = "s-1")
    {
        Assert.True(reply.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, reply.ToString());
        Assert.StartsWith(StandardServer.Callback + "#", reply.SentLocation, StringComparison.Ordinal);
        Error(Members(reply.SentLocation![(StandardServer.Callback.Length + 1)..]), error, server, state); // starts so: it is there
        GivesNothingAway(reply);
    }

    /// <summary>The control of an authorization request: a code, with state and issuer, and no error.</summary>
    /// <returns>The code.</returns>
    public static string Code(Reply reply, StandardServer server, string redirectUri = StandardServer.Callback, string? state = "s-1")
    {
        Assert.True(reply.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, reply.ToString());
        var separator = redirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Assert.StartsWith(redirectUri + separator, reply.SentLocation, StringComparison.Ordinal);
        var members = Members(reply.SentLocation![(redirectUri.Length + 1)..]); // starts so: it is there
        Assert.True(members.ContainsKey("code"), reply.SentLocation);
        Assert.Equal(state, members.GetValueOrDefault("state"));
        Assert.Equal(server.Issuer, members.GetValueOrDefault("iss"));
        Assert.DoesNotContain("error", members.Keys);
        return members["code"];
    }

    /// <summary>T400(e): RFC 6749 §5.2.</summary>
    public static void T400(Reply reply, string error)
    {
        Assert.True(reply.Status == HttpStatusCode.BadRequest, reply.ToString());
        ErrorBody(reply, error);
    }

    /// <summary>T401: the client is not who it says.</summary>
    /// <param name="login">How it said so; a scheme is offered only to those who used one.</param>
    public static void T401(Reply reply, ClientLogin? login = null)
    {
        Assert.True(reply.Status == HttpStatusCode.Unauthorized, reply.ToString());
        ErrorBody(reply, "invalid_client");
        var offered = reply.Header("WWW-Authenticate");
        if (login?.Authorization is not null)
            Assert.StartsWith("Basic", offered, StringComparison.Ordinal);
        else if (login is not null)
            Assert.Null(offered);
    }

    /// <summary>RS401: the token opens nothing (RFC 6750 §3.1).</summary>
    public static void RS401(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.Unauthorized, reply.ToString());
        var challenge = AuthenticationHeaderValue.Parse(reply.Header("WWW-Authenticate") ?? "");
        Assert.True(challenge.Scheme is "Bearer" or "DPoP", challenge.Scheme);
        Assert.Contains("error=\"invalid_token\"", challenge.Parameter, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sub\"", reply.Text, StringComparison.Ordinal);
        GivesNothingAway(reply);
    }

    /// <summary>OFF: the token is dead, and that is all (RFC 7662 §2.2).</summary>
    public static void Off(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        Assert.Equal("{\"active\":false}", reply.Text);
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
    }

    /// <summary>SAME: nothing of the answer tells it from the control's.</summary>
    public static void Same(Reply reply, Reply control)
    {
        Assert.Equal(control.Status, reply.Status);
        Assert.Equal(control.Headers, reply.Headers);
        Assert.Equal(control.Text, reply.Text);
        GivesNothingAway(reply);
    }

    /// <summary>What holds for every failing case: no session, no token, and no word about our inside.</summary>
    public static void GivesNothingAway(Reply reply)
    {
        Assert.True((int)reply.Status < 500, reply.ToString());
        Assert.DoesNotMatch("(^|, )(__Host-)?session=[^;]", reply.Header("Set-Cookie") ?? "");
        Assert.DoesNotContain("\"access_token\"", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inside(), reply.Text);
    }

    private static void Error(Dictionary<string, string> members, string error, StandardServer server, string? state)
    {
        Assert.Equal(error, members.GetValueOrDefault("error"));
        Assert.Equal(state, members.GetValueOrDefault("state"));
        Assert.Equal(server.Issuer, members.GetValueOrDefault("iss"));
        Assert.Matches(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]*$", members.GetValueOrDefault("error_description", ""));
        // session_state goes along with every answer (OIDC Session Management §2).
        Assert.Empty(members.Keys.Except(["error", "error_description", "error_uri", "state", "iss", "session_state"]));
    }

    private static void ErrorBody(Reply reply, string error)
    {
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal(error, reply["error"]);
        Assert.Matches(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]*$", reply["error_description"] ?? "");
        GivesNothingAway(reply);
    }

    /// <summary>Each name once: an answer that says a thing twice is read differently by different clients.</summary>
    private static Dictionary<string, string> Members(string encoded)
    {
        var pairs = encoded.Split('&').Select(p => p.Split('=', 2)).ToList();
        Assert.All(pairs, p => Assert.Equal(2, p.Length));
        Assert.Equal(pairs.Count, pairs.Select(p => p[0]).Distinct().Count());
        return pairs.ToDictionary(p => HttpUtility.UrlDecode(p[0]), p => HttpUtility.UrlDecode(p[1]));
    }

    [GeneratedRegex(@"Exception|Npgsql|\bSELECT\b|   at AuthServer|\.cs:line|stack ?trace", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
