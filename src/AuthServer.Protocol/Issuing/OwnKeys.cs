using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Issuing;

/// <summary>Our own public keys as a set, made anew only when the ring changed.</summary>
public sealed class OwnKeys(ISigningKeys keys)
{
    private Made? _made;

    /// <summary>What our signatures are verified with: the keys that the JWKS shows.</summary>
    public JwkSet Public
    {
        get
        {
            var published = keys.Published;
            if (Volatile.Read(ref _made) is { } made && ReferenceEquals(made.Of, published))
                return made.Set;
            var fresh = new Made(published, JwkSet.Of(published));
            Volatile.Write(ref _made, fresh);
            return fresh.Set;
        }
    }

    private sealed record Made(IReadOnlyList<SigningKey> Of, JwkSet Set);
}
