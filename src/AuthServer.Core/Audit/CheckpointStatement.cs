using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.Protocol.Jose;

namespace AuthServer.Core.Audit;

/// <summary>
/// What a checkpoint says to others: a JWS by one of the server's published keys. Whoever keeps one can show later that the
/// log is not the one it was.
/// </summary>
/// <param name="Number">Of the last event.</param>
/// <param name="Seal">Of the last event, as base64url.</param>
/// <param name="IssuedAt">Seconds since 1970.</param>
/// <param name="Count">Events since the checkpoint before.</param>
public sealed record CheckpointStatement(
    [property: JsonPropertyName("number")] long Number,
    [property: JsonPropertyName("seal")] string Seal,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("count")] long Count)
{
    private const string Type = "audit-checkpoint+jwt";

    /// <summary>Signs one.</summary>
    internal static string Sign(ISigningKeys keys, AuditPlace place, long count, DateTimeOffset at) => JwsWriter.Write(
        keys.Current(JwsAlgorithms.ES256), Type,
        JsonSerializer.SerializeToUtf8Bytes(
            new CheckpointStatement(place.Number, Base64Url.EncodeToString(place.Seal), at.ToUnixTimeSeconds(), count)));

    /// <summary>Reads one.</summary>
    /// <param name="isSigned">Whether a key of ours signed it; keys are forgotten some time after their last day.</param>
    /// <returns>Null: it is no checkpoint.</returns>
    internal static CheckpointStatement? Read(string text, ISigningKeys keys, out bool isSigned)
    {
        var reading = JwsReader.Read(text, JwkSet.Of(keys.Published), JwsAlgorithms.Signing, Type);
        isSigned = reading is JwsReading.Verified;
        return reading switch
        {
            JwsReading.Verified verified => Parse(verified.Payload),
            // Of a key that is gone. What it says is still worth comparing.
            JwsReading.Refused { KeyUnknown: true } when text.Split('.') is [_, var payload, _] && Base64Url.IsValid(payload) =>
                Parse(Base64Url.DecodeFromChars(payload)),
            _ => null,
        };
    }

    private static CheckpointStatement? Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckpointStatement>(json) is { Seal: not null } read && Base64Url.IsValid(read.Seal)
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
