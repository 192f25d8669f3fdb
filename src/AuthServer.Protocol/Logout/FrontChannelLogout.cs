using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Logout;

/// <summary>What the browser loads so that a client hears of a sign-out (OIDC Front-Channel Logout §2).</summary>
public sealed class FrontChannelLogout(IIssuer issuer, SubjectIds subjects)
{
    /// <summary>The client's address; with <c>iss</c> and <c>sid</c> where it asks to be told which session, and nothing else.</summary>
    /// <returns>Null: the client has none, or none that a page may load.</returns>
    public string? AddressFor(Client client, Guid sessionId)
    {
        if (client.Logout.FrontChannel is not { } address || AddressRules.JudgeCalled(address) is not null)
            return null;
        if (!client.Logout.FrontChannelNeedsSession)
            return address;
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{address}{separator}iss={Uri.EscapeDataString(issuer.Url)}&sid={subjects.SessionIdOf(client, sessionId)}";
    }
}
