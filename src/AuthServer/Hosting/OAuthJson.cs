using System.Buffers;
using System.Text.Json;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Hosting;

/// <summary>Answers of the token endpoint as JSON.</summary>
internal static class OAuthJson
{
    /// <summary>RFC 6749 §5.1, OIDC Core §3.1.3.3.</summary>
    public static ReadOnlyMemory<byte> Tokens(IssuedTokens tokens)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("access_token", tokens.AccessToken);
        writer.WriteString("token_type", "Bearer");
        writer.WriteNumber("expires_in", (long)tokens.ExpiresIn.TotalSeconds);
        if (tokens.RefreshToken is not null)
            writer.WriteString("refresh_token", tokens.RefreshToken);
        if (tokens.IdToken is not null)
            writer.WriteString("id_token", tokens.IdToken);
        writer.WriteString("scope", tokens.Scopes.ToString());
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>RFC 6749 §5.2.</summary>
    public static ReadOnlyMemory<byte> Error(OAuthError error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("error", error.Code.Value);
        writer.WriteString("error_description", error.Description);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
