using System.Buffers.Text;

namespace AuthServer.Core.Audit;

/// <summary>What the log's last event was at some time.</summary>
/// <param name="Number">Of the event.</param>
/// <param name="Seal">Of the event, as base64url.</param>
/// <param name="Count">How many events were sealed since the checkpoint before.</param>
/// <param name="Statement">The same as a JWS by one of the server's published keys: to be kept elsewhere.</param>
public sealed record AuditCheckpoint(long Number, string Seal, DateTimeOffset At, long Count, string Statement)
{
    internal static AuditCheckpoint Of(CheckpointRow row) =>
        new(row.Number, Base64Url.EncodeToString(row.Seal), row.At, row.Count, row.Statement);
}
