using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// Refresh tokens are derived, not stored: id (16 bytes), generation (4), key id (4), a value from the row's seed (16),
/// MAC (16). The same generation of the same row is always the same text, which is what heals a lost answer.
/// </summary>
public sealed class RefreshTokens(IRingKeys keys)
{
    private const int ProofAt = 24;
    private const int MacAt = 40;
    private const int Length = 56;

    /// <summary>Id of the key that new tokens are made with; the row remembers it.</summary>
    public uint CurrentKeyId => keys.Current(KeyPurpose.RefreshToken).Id;

    /// <summary>The token of one generation.</summary>
    /// <param name="seed">The row's 32 random bytes.</param>
    /// <param name="keyId">The key id that the row holds for this generation.</param>
    /// <exception cref="InvalidOperationException">The key is gone: a fault.</exception>
    public string Derive(Guid authorizationId, ReadOnlySpan<byte> seed, int generation, uint keyId)
    {
        var key = keys.Find(KeyPurpose.RefreshToken, keyId)
            ?? throw new InvalidOperationException("the key of a live refresh token is not in the ring");
        Span<byte> token = stackalloc byte[Length];
        authorizationId.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(token[16..], generation);
        BinaryPrimitives.WriteUInt32BigEndian(token[20..], keyId);
        WriteProof(seed, generation, token[ProofAt..MacAt]);
        WriteMac(key, token[..MacAt], token[MacAt..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The one that goes along with a new authorization.</summary>
    /// <returns>Null without <c>offline_access</c>, or for a client that could not use it.</returns>
    /// <exception cref="InvalidOperationException">The key is gone, or the authorization has no id: a fault.</exception>
    public string? First(PendingAuthorization pending, Client client)
    {
        if (!pending.Authorization.Scopes.Has(StandardScopes.OfflineAccess) || !client.GrantTypes.Contains(GrantTypes.RefreshToken))
            return null;
        var id = pending.Authorization.Id ?? throw new InvalidOperationException("an authorization to be written has an id");
        return Derive(id, pending.Seed, 1, pending.KeyId);
    }

    /// <summary>Reads a token; null unless this server made exactly this text.</summary>
    public RefreshToken? Read(string text)
    {
        if (text.Length != 75 || StrictBase64Url.TryDecode(text) is not { } token)
            return null;
        if (keys.Find(KeyPurpose.RefreshToken, BinaryPrimitives.ReadUInt32BigEndian(token.AsSpan(20))) is not { } key)
            return null;
        Span<byte> mac = stackalloc byte[16];
        WriteMac(key, token.AsSpan(0, MacAt), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token.AsSpan(MacAt)))
            return null;
        return new RefreshToken(
            new Guid(token.AsSpan(0, 16), bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(token.AsSpan(16)),
            token[ProofAt..MacAt]);
    }

    /// <summary>Whether a token's proof stems from the row's seed.</summary>
    public static bool Proves(RefreshToken token, ReadOnlySpan<byte> seed)
    {
        Span<byte> proof = stackalloc byte[16];
        WriteProof(seed, token.Generation, proof);
        return CryptographicOperations.FixedTimeEquals(proof, token.Proof);
    }

    /// <summary>SHA-256 over seed and generation, cut to 16 bytes: a statement in SQL can make it too.</summary>
    private static void WriteProof(ReadOnlySpan<byte> seed, int generation, Span<byte> proof)
    {
        Span<byte> input = stackalloc byte[seed.Length + 4];
        seed.CopyTo(input);
        BinaryPrimitives.WriteInt32BigEndian(input[seed.Length..], generation);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[..16].CopyTo(proof);
    }

    private static void WriteMac(RingKey key, ReadOnlySpan<byte> data, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[32];
        key.Mac(data, whole);
        whole[..16].CopyTo(mac);
    }
}
