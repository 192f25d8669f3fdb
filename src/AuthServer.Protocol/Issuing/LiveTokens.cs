using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>Decides, once for introspection, userinfo and our own APIs, whether an access token is still good.</summary>
public sealed class LiveTokens(AccessTokenReader reader, IRevocations revocations, IClients clients, ISubjects subjects)
{
    /// <summary>Looks a token up, without a query as a rule.</summary>
    /// <returns>Null when it is forged, expired, revoked, or its client or person is gone or disabled.</returns>
    /// <exception cref="System.Data.Common.DbException">Nobody can say: answer 503.</exception>
    public async ValueTask<LiveToken?> FindAsync(string text, CancellationToken ct)
    {
        if (reader.Read(text) is not { } token)
            return null;
        await revocations.EnsureFreshAsync(ct);
        if (revocations.Covers(token))
            return null;
        if (await clients.FindAsync(token.ClientId, ct) is not { Enabled: true } client || client.Epoch > token.Epochs.Client)
            return null;
        if (token.UserId is not { } userId)
            return new LiveToken(token, client, null);
        if (await subjects.FindAsync(userId, ct) is not { Enabled: true } subject || subject.Epoch > token.Epochs.User)
            return null;
        return new LiveToken(token, client, subject);
    }
}
