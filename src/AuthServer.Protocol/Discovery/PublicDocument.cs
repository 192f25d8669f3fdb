using System.Buffers.Text;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Discovery;

/// <summary>A document that anybody may read, ready to be sent.</summary>
public sealed class PublicDocument
{
    private readonly object _of;

    /// <param name="of">What it was made of: the same as long as that is the same object.</param>
    internal PublicDocument(object of, ReadOnlyMemory<byte> json)
    {
        _of = of;
        Json = json;
        ETag = $"\"{Base64Url.EncodeToString(SHA256.HashData(json.Span).AsSpan(0, 16))}\"";
    }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Names this content and no other (RFC 9110 §8.8.3), in its quotes; the same on every node.</summary>
    public string ETag { get; }

    internal bool IsOf(object source) => ReferenceEquals(_of, source);
}
