using System.Data;
using AuthServer.Protocol.Jose;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Reads the whole log and says what is wrong with it.</summary>
public sealed class AuditVerifier(NpgsqlDataSource database, AuditMacs macs, ISigningKeys signingKeys)
{
    private const int PageSize = 1000;

    /// <summary>Reads it, as of one moment.</summary>
    /// <param name="checkpoint">A <see cref="CheckpointStatement"/> that was kept elsewhere; null: none.</param>
    public async Task<AuditVerification> RunAsync(string? checkpoint, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // Sealing and purging go on meanwhile, and are not seen.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var reading = new AuditReading(macs, await AuditChain.GetCheckpointsAsync(connection, ct), KeptOf(checkpoint));
        for (var page = new List<AuditRow>(PageSize); ;)
        {
            page = await AuditChain.GetSealedAsync(connection, reading.Last, PageSize, ct);
            page.ForEach(reading.Read);
            if (page.Count < PageSize)
                break;
        }

        var after = Guid.Empty;
        for (var page = new List<AuditRow>(PageSize); ;)
        {
            page = await AuditChain.GetUnsealedAsync(connection, after, PageSize, ct);
            page.ForEach(reading.ReadUnsealed);
            if (page.Count < PageSize)
                break;
            after = page[^1].Id;
        }

        return reading.End();
    }

    private KeptCheckpoint? KeptOf(string? text)
    {
        if (text is null)
            return null;
        var statement = CheckpointStatement.Read(text.Trim(), signingKeys, out var isSigned);
        return new KeptCheckpoint(statement, isSigned);
    }
}
