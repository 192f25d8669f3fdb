using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>Encrypts to one recipient in compact serialization (RFC 7516 §5.1, §7.1).</summary>
public static class JweWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Encrypts.</summary>
    /// <param name="key">The recipient's; its <c>kid</c> goes into the header, so that it is found again.</param>
    /// <param name="algorithm"><c>alg</c>: one of <see cref="JweAlgorithms"/> that the key fits.</param>
    /// <param name="contentAlgorithm"><c>enc</c>: one of <see cref="JweAlgorithms.Content"/>.</param>
    /// <param name="contentType"><c>cty</c>: <c>JWT</c> where the content is a token (RFC 7519 §5.2); null: none.</param>
    /// <param name="plaintext">The content.</param>
    /// <exception cref="ArgumentException">The key is not one for the algorithm.</exception>
    public static string Write(
        Jwk key, string algorithm, string contentAlgorithm, string? contentType, ReadOnlySpan<byte> plaintext)
    {
        var named = JweAlgorithm.Find(algorithm);
        var content = ContentEncryption.Find(contentAlgorithm);
        if (named is null || content is null || !key.Fits(named, content))
            throw new ArgumentException("The key does not fit the algorithms.", nameof(key));

        var wrapped = key.Material.Wrap(named, content);
        var header = Base64Url.EncodeToString(HeaderOf(key, algorithm, content, contentType, wrapped.Ephemeral));
        var nonce = RandomNumberGenerator.GetBytes(content.NonceLength);
        Span<byte> tag = stackalloc byte[content.TagLength];
        var ciphertext = content.Encrypt(wrapped.Key, nonce, plaintext, Encoding.ASCII.GetBytes(header), tag);
        CryptographicOperations.ZeroMemory(wrapped.Key);
        return $"{header}.{Base64Url.EncodeToString(wrapped.Encrypted)}.{Base64Url.EncodeToString(nonce)}"
            + $".{Base64Url.EncodeToString(ciphertext)}.{Base64Url.EncodeToString(tag)}";
    }

    private static ReadOnlySpan<byte> HeaderOf(
        Jwk key, string algorithm, ContentEncryption content, string? contentType, EcMaterial? ephemeral)
    {
        var header = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(header, Plain))
        {
            json.WriteStartObject();
            json.WriteString("alg", algorithm);
            json.WriteString("enc", content.Name);
            if (key.Id is not null)
                json.WriteString("kid", key.Id);
            if (contentType is not null)
                json.WriteString("cty", contentType);
            if (ephemeral is not null)
            {
                json.WriteStartObject("epk");
                ephemeral.WriteRequired(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return header.WrittenSpan;
    }
}
