using System.Security.Cryptography;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Audit;

/// <summary>
/// What nobody makes without the server's keys: the proof that an event is the server's own, the seal that puts it after the
/// one before, and the proof of a checkpoint. Each row names the key; keys of this purpose are kept for ever.
/// </summary>
public sealed class AuditMacs(Lazy<IRingKeys> keys)
{
    private const int Length = 32;

    /// <summary>What the first event follows.</summary>
    internal static byte[] Beginning => new byte[Length];

    /// <summary>The id of the key that MACs are made with now.</summary>
    internal int CurrentKey => (int)keys.Value.Current(KeyPurpose.Audit).Id;

    /// <summary>Whether the key is there to check with.</summary>
    internal bool Knows(int keyId) => Find(keyId) is not null;

    /// <summary>That this server wrote the event, as it stands.</summary>
    internal byte[] ProofOf(AuditRow row) => Make(row.KeyId, CanonicalForm.Of(row));

    /// <summary>That the event is the one of this number, after those before.</summary>
    /// <param name="previous">The seal of the event before.</param>
    internal byte[] SealOf(byte[] previous, long number, Guid id, byte[] proof, int keyId) =>
        Make(keyId, new CanonicalForm().Add("seal 1").Add(previous).Add(number).Add(id).Add(proof).Add(keyId));

    /// <summary>That this server made the checkpoint, and deleted what is before it, or did not.</summary>
    internal byte[] ProofOf(CheckpointRow row) => Make(row.KeyId, new CanonicalForm()
        .Add("checkpoint 1").Add(row.Number).Add(row.Seal).Add(row.At).Add(row.Count).Add(row.Statement).Add(row.IsHorizon ? 1 : 0)
        .Add(row.KeyId));

    /// <summary>In fixed time; nothing equals what is no MAC.</summary>
    internal static bool AreEqual(byte[]? one, byte[]? other) =>
        one is { Length: Length } && CryptographicOperations.FixedTimeEquals(one, other);

    private RingKey? Find(int keyId) => keys.Value.Find(KeyPurpose.Audit, (uint)keyId);

    /// <summary>Empty, which equals no MAC, where the key is unknown.</summary>
    private byte[] Make(int keyId, CanonicalForm form)
    {
        if (Find(keyId) is not { } key)
            return [];
        var mac = new byte[Length];
        key.Mac(form.Bytes, mac);
        return mac;
    }
}
