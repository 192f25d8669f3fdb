using System.Security.Cryptography;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>Keys and the issuer of a server that has no database.</summary>
internal sealed class TestRing : IRingKeys, IPairwiseKey, ISigningKeys, IIssuer, ICodeDrawer
{
    private Dictionary<KeyPurpose, RingKey> _keys = Keys(7);

    public string Url => "https://id.example";

    public IReadOnlyList<SigningKey> Published { get; } = [SigningKey.Create("k-1", JwsAlgorithms.ES256)];

    public SigningKey Current(string algorithm) => Published[0];

    public RingKey Current(KeyPurpose purpose) => _keys[purpose];

    public RingKey Pairwise { get; } = new(0, RandomNumberGenerator.GetBytes(32));

    public RingKey? Find(KeyPurpose purpose, uint id) => id == _keys[purpose].Id ? _keys[purpose] : null;

    /// <summary>Other keys take the place of all that seal.</summary>
    public void Rotate() => _keys = Keys(8);

    public Task<string> PutAsync(string sealedCode, DateTimeOffset until, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<string?> FindAsync(string handle, CancellationToken ct) => Task.FromResult<string?>(null);

    private static Dictionary<KeyPurpose, RingKey> Keys(uint id) => Enum.GetValues<KeyPurpose>()
        .ToDictionary(p => p, _ => new RingKey(id, RandomNumberGenerator.GetBytes(32)));
}
