using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Puts a message into a folder: whole or not at all.</summary>
internal static class PickupFile
{
    /// <summary>
    /// Writes it under another name and renames it. The name begins with the time, and a message has one name however
    /// often it is sent.
    /// </summary>
    public static async Task<SendOutcome> WriteAsync(
        string folder, OutgoingMessage message, string extension, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var name = $"{message.At.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff}-{message.Id:N}{extension}";
        try
        {
            Directory.CreateDirectory(folder);
            var aside = Path.Combine(folder, $".{name}.part");
            await File.WriteAllBytesAsync(aside, content, ct);
            File.Move(aside, Path.Combine(folder, name), overwrite: true);
            return new SendOutcome.Delivered();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a folder that is not ours: that is no message's fault.
            return new SendOutcome.Unreachable("folder: " + fault.GetType().Name);
        }
    }
}
