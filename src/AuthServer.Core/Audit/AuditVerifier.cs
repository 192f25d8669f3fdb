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
        int count;
        do
        {
            var page = await AuditChain.GetSealedAsync(connection, reading.Last, PageSize, ct);
            page.ForEach(sealedOne => reading.Read(sealedOne.Seal, sealedOne.Event));
            count = page.Count;
        }
        while (count == PageSize);

        var after = Guid.Empty;
        do
        {
            var page = await AuditChain.GetUnsealedAsync(connection, after, PageSize, ct);
            page.ForEach(unsealed => reading.ReadUnsealed(unsealed.Event, unsealed.IsWaiting));
            count = page.Count;
            after = count == 0 ? after : page[^1].Event.Id;
        }
        while (count == PageSize);

        (await AuditChain.GetMissingAsync(connection, AuditVerification.MaxFaults + 1, ct)).ForEach(reading.ReadMissing);
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
