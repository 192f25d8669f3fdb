using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Logout;

/// <summary>Writes logout tokens (OIDC Back-Channel Logout §2.4).</summary>
public sealed class LogoutTokens(ResponseTokens responses, SubjectIds subjects, TimeProvider clock)
{
    private const string Type = "logout+jwt";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    // The specification recommends two minutes at most: an RP need not remember jti for long.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Writes one, good for two minutes, in the algorithm of the client's ID tokens, with <c>sub</c> and <c>sid</c>.</summary>
    /// <param name="issuer">As the session's ID tokens name us.</param>
    /// <returns><c>temporarily_unavailable</c> while the client's secret, which it is to be signed with, is not to be had.</returns>
    public ValueTask<Result<string>> WriteAsync(string issuer, Client client, Guid userId, Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", issuer);
            writer.WriteString("sub", subjects.SubjectOf(client, userId));
            writer.WriteString("aud", client.Id);
            writer.WriteNumber("iat", now);
            writer.WriteNumber("exp", now + (long)Lifetime.TotalSeconds);
            writer.WriteString("jti", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            writer.WriteString("sid", subjects.SessionIdOf(client, sessionId));
            writer.WriteStartObject("events");
            writer.WriteStartObject(Event);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return responses.ProtectAsync(client, client.IdTokenAlgorithm, encryption: null, Type, buffer.WrittenSpan, ct);
    }
}
