using System.Text;
using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// What a person and a session are called outside. A pairwise client hears names of its own (OIDC Core §8.1): the person's
/// is its sector's, the session's is its alone. They are made by a MAC, so that nothing is stored and nothing leads back;
/// in the shape of a UUID (RFC 9562 §5.8), so that whoever takes our subjects takes these too.
/// </summary>
public sealed class SubjectIds(IPairwiseKey key)
{
    /// <summary><c>sub</c> of a person: the user's id, or the sector's own for it.</summary>
    public Guid SubjectOf(Client client, Guid userId) =>
        client.IsPairwise ? Derive("sub", client.Sector ?? client.Id, userId) : userId;

    /// <summary><c>sid</c> of a session: its id, or the client's own for it, so that two clients cannot compare theirs.</summary>
    public Guid SessionIdOf(Client client, Guid sessionId) =>
        client.IsPairwise ? Derive("sid", client.Id, sessionId) : sessionId;

    /// <summary>The authorization as this client may see it. A client by itself has no other name.</summary>
    public Authorization Show(Client client, Authorization authorization) =>
        !client.IsPairwise || authorization.UserId is not { } userId
            ? authorization
            : authorization with
            {
                Subject = SubjectOf(client, userId).ToString(),
                ShownSessionId = authorization.SessionId is { } session ? SessionIdOf(client, session) : null,
            };

    private Guid Derive(string kind, string scope, Guid id)
    {
        Span<byte> mac = stackalloc byte[32];
        key.Pairwise.Mac(Encoding.UTF8.GetBytes($"{kind}\0{scope}\0{id:N}"), mac);
        mac[6] = (byte)((mac[6] & 0x0f) | 0x80);
        mac[8] = (byte)((mac[8] & 0x3f) | 0x80);
        return new Guid(mac[..16], bigEndian: true);
    }
}
