using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// What we need to know of an access token later: three ids, three epochs. It stands in a claim of the token, sealed, so that
/// internal ids never show and nothing is stored.
/// </summary>
internal sealed class PrivateClaim(Envelopes envelopes)
{
    /// <summary>Its name in the token.</summary>
    public const string Name = "ctx";

    /// <summary>Bytes before sealing. What follows, if anything, are the names of the claims that userinfo adds (OIDC Core
    /// §5.5), so that it knows them without a query.</summary>
    public const int Length = 72;

    private const int MostKept = 1024;

    // A client by itself has no ids, and whatever has the same epochs has the same claim: sealed once a key, not once a token.
    private readonly ConcurrentDictionary<Epochs, (uint Key, string Text)> _withoutIds = new();

    /// <summary>The claim of a token.</summary>
    /// <param name="opensUserInfo">Whether the token is good for userinfo.</param>
    public string Of(Authorization authorization, bool opensUserInfo)
    {
        var claims = opensUserInfo ? string.Join(' ', authorization.Claims.UserInfo) : "";
        if (authorization.Id is not null || authorization.UserId is not null || authorization.SessionId is not null || claims.Length > 0)
            return Seal(authorization, claims);

        var key = envelopes.KeyOf(KeyPurpose.AccessTokenContext);
        if (_withoutIds.TryGetValue(authorization.Epochs, out var kept) && kept.Key == key)
            return kept.Text;
        var text = Seal(authorization, claims);
        if (_withoutIds.Count >= MostKept)
            _withoutIds.Clear();
        _withoutIds[authorization.Epochs] = (key, text);
        return text;
    }

    private string Seal(Authorization authorization, string claims)
    {
        Span<byte> content = stackalloc byte[Length + Encoding.UTF8.GetByteCount(claims)];
        Encoding.UTF8.GetBytes(claims, content[Length..]);
        (authorization.Id ?? Guid.Empty).TryWriteBytes(content);
        (authorization.UserId ?? Guid.Empty).TryWriteBytes(content[16..]);
        (authorization.SessionId ?? Guid.Empty).TryWriteBytes(content[32..]);
        BinaryPrimitives.WriteInt64BigEndian(content[48..], authorization.Epochs.User);
        BinaryPrimitives.WriteInt64BigEndian(content[56..], authorization.Epochs.Client);
        BinaryPrimitives.WriteInt64BigEndian(content[64..], authorization.Epochs.Server);
        return envelopes.Seal(KeyPurpose.AccessTokenContext, content);
    }
}
