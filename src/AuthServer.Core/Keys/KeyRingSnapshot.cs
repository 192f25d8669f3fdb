using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Keys;

/// <summary>The ring as it was read: immutable, so that reading it takes no lock.</summary>
internal sealed class KeyRingSnapshot
{
    private static readonly KeyPurpose[] Purposes = Enum.GetValues<KeyPurpose>();

    private readonly Signing[] _signing;
    private readonly Symmetric[] _symmetric;
    private readonly FrozenDictionary<uint, Symmetric> _byId;
    private readonly FrozenDictionary<PermanentPurpose, RingKey> _permanent;

    private KeyRingSnapshot(Signing[] signing, Symmetric[] symmetric, byte[] permanent)
    {
        _signing = signing;
        _symmetric = symmetric;
        _byId = symmetric.ToFrozenDictionary(k => k.Id);
        _permanent = Enum.GetValues<PermanentPurpose>()
            .ToFrozenDictionary(p => p, p => new RingKey(0, SubKey(permanent, "permanent " + Label(p))));
        Published = [.. signing.Select(k => k.Key)];
    }

    public IReadOnlyList<SigningKey> Published { get; }

    /// <summary>Opens the rows; private keys of <paramref name="before"/> are taken over, as importing is dear.</summary>
    public static KeyRingSnapshot Open(
        IReadOnlyList<KeyRow> rows, KeyWrap wrap, KeyRingSnapshot? before, DateTimeOffset now)
    {
        var newestFirst = rows.OrderByDescending(r => r.ActivatesAt).ThenByDescending(r => r.Id).ToList();
        var signing = newestFirst
            .Where(r => r.Kind == KeyKind.Signing && !(r.ExpiresAt <= now))
            .Select(r => new Signing(before?.Known(r.Name) ?? Import(r, wrap), r.ActivatesAt));
        var symmetric = newestFirst.Where(r => r.Kind == KeyKind.Symmetric).Select(r => Derive(r, wrap));
        var permanent = rows.First(r => r.Kind == KeyKind.Permanent);
        return new KeyRingSnapshot([.. signing], [.. symmetric], wrap.Unwrap(permanent.Wrapped, permanent.Context));
    }

    public SigningKey? CurrentSigning(string algorithm, DateTimeOffset now)
    {
        SigningKey? oldest = null;
        foreach (var key in _signing)
        {
            if (key.Key.Algorithm != algorithm)
                continue;
            if (key.ActivatesAt <= now)
                return key.Key;
            oldest = key.Key; // the very first, made by a node whose clock is a little ahead of ours
        }

        return oldest;
    }

    /// <summary>By algorithm, since when the key that signs now has been the one.</summary>
    public IEnumerable<(string Algorithm, DateTimeOffset Since)> SigningSince(DateTimeOffset now) =>
        from algorithm in _signing.Select(k => k.Key.Algorithm).Distinct()
        let current = CurrentSigning(algorithm, now)
        select (algorithm, _signing.First(k => k.Key == current).ActivatesAt);

    public RingKey CurrentSymmetric(KeyPurpose purpose, DateTimeOffset now)
    {
        foreach (var key in _symmetric)
        {
            if (key.ActivatesAt <= now)
                return key.For(purpose);
        }

        return _symmetric[^1].For(purpose);
    }

    public RingKey? Find(KeyPurpose purpose, uint id, DateTimeOffset now)
    {
        if (!_byId.TryGetValue(id, out var key))
            return null;
        // What is stored sealed, or proves what was, has no expiry; everything else made with the key has expired by then.
        return purpose is not (KeyPurpose.StoredSecret or KeyPurpose.Audit) && key.ExpiresAt <= now ? null : key.For(purpose);
    }

    public bool Holds(uint id) => _byId.ContainsKey(id);

    public RingKey Permanent(PermanentPurpose purpose) => _permanent[purpose];

    private SigningKey? Known(string name) => Array.Find(_signing, k => k.Key.Id == name)?.Key;

    private static SigningKey Import(KeyRow row, KeyWrap wrap)
    {
        var pkcs8 = wrap.Unwrap(row.Wrapped, row.Context);
        var key = SigningKey.Import(row.Name, row.Algorithm, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    private static Symmetric Derive(KeyRow row, KeyWrap wrap)
    {
        var master = wrap.Unwrap(row.Wrapped, row.Context);
        var id = (uint)row.Id;
        return new Symmetric(
            id, row.ActivatesAt, row.ExpiresAt, [.. Purposes.Select(p => new RingKey(id, SubKey(master, Label(p))))]);
    }

    // Texts of their own: renaming a member must not change a key.
    private static string Label(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Code => "code",
        KeyPurpose.AccessToken => "access-token",
        KeyPurpose.RefreshToken => "refresh-token",
        KeyPurpose.Message => "message",
        KeyPurpose.AccessTokenContext => "access-token-context",
        KeyPurpose.SignOut => "sign-out",
        KeyPurpose.StoredSecret => "stored-secret",
        KeyPurpose.OneTimeCode => "one-time-code",
        KeyPurpose.Session => "session",
        KeyPurpose.Audit => "audit",
        _ => "purpose " + purpose,
    };

    private static string Label(PermanentPurpose purpose) => purpose switch
    {
        PermanentPurpose.PairwiseSubject => "pairwise-subject",
        PermanentPurpose.DeclaredForm => "declared-form",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    private static byte[] SubKey(byte[] master, string label) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("authserver ring " + label));

    private sealed record Signing(SigningKey Key, DateTimeOffset ActivatesAt);

    private sealed record Symmetric(uint Id, DateTimeOffset ActivatesAt, DateTimeOffset? ExpiresAt, RingKey[] Keys)
    {
        public RingKey For(KeyPurpose purpose) => Keys[Array.IndexOf(Purposes, purpose)];
    }
}
