using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Tests;

/// <summary>One key for each purpose, for nodes that have no key ring.</summary>
internal sealed class FixedRing : IRingKeys
{
    private const uint Id = 7;

    public RingKey Current(KeyPurpose purpose) => new(Id, [.. Enumerable.Repeat((byte)purpose, 32)]);

    public RingKey? Find(KeyPurpose purpose, uint id) => id == Id ? Current(purpose) : null;
}
