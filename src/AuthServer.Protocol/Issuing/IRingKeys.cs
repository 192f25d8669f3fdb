namespace AuthServer.Protocol.Issuing;

/// <summary>The symmetric half of the key ring.</summary>
public interface IRingKeys
{
    /// <summary>The key to seal with now.</summary>
    RingKey Current(KeyPurpose purpose);

    /// <summary>The key with this id, from memory.</summary>
    /// <returns>Null when it is unknown or retired; an unknown id causes a bounded reload behind the scenes.</returns>
    RingKey? Find(KeyPurpose purpose, uint id);
}
