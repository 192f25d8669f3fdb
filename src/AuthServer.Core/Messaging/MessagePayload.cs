using System.Text.Json;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Messaging;

/// <summary>What of a message nobody may read at rest.</summary>
internal sealed record MessagePayload(string? Name, string? Code, string? Link)
{
    public override string ToString() => nameof(MessagePayload);

    public string Seal(Envelopes envelopes) =>
        envelopes.Seal(KeyPurpose.Message, JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Null when it was sealed elsewhere, or its key is gone.</summary>
    public static MessagePayload? Open(Envelopes envelopes, string payload) =>
        envelopes.Open(KeyPurpose.Message, payload) is { } content
            ? JsonSerializer.Deserialize<MessagePayload>(content)
            : null;
}
