using AuthServer.Core.Data;
using AuthServer.Protocol.Jose;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>
/// Gives committed events their number and chains them. Nobody waits for it: an event that commits late is sealed late. It
/// vouches for the order and for nothing else; that an event is the server's own is in the event's own proof.
/// </summary>
public sealed class AuditSealer(NpgsqlDataSource database, AuditMacs macs, ISigningKeys signingKeys, TimeProvider clock)
{
    /// <summary>The most events, and the longest time with at least one, from one checkpoint to the next.</summary>
    internal const long CheckpointEvents = 1000;

    private const int Batch = 500;
    private const string LockName = "audit";
    private static readonly TimeSpan CheckpointTime = TimeSpan.FromMinutes(15);

    /// <summary>Seals everything that is committed, and makes a checkpoint if one is due; one question if there is nothing to do.</summary>
    public async Task SealAsync(CancellationToken ct)
    {
        if (await AuditChain.IsAnythingDueAsync(database, clock.GetUtcNow() - CheckpointTime, ct))
            await SealAsync(false, ct);
    }

    /// <summary>Seals everything that is committed, and makes a checkpoint of the last event.</summary>
    /// <returns>Null: there is no event.</returns>
    public async Task<AuditCheckpoint?> MakeCheckpointAsync(CancellationToken ct)
    {
        await SealAsync(true, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        return await AuditChain.FindLastCheckpointAsync(connection, ct) is { } last ? AuditCheckpoint.Of(last) : null;
    }

    /// <summary>Marks a checkpoint as where the log begins: what is up to it may be deleted.</summary>
    /// <param name="before">Of the checkpoints made before then, the last.</param>
    /// <returns>Its number; null: there is none.</returns>
    internal async Task<long?> MoveHorizonAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, LockName, ct);
        if (await AuditChain.FindLastCheckpointAsync(alone.Connection, before, ct) is not { } last)
            return null;
        if (last.IsHorizon)
            return last.Number;
        await using var transaction = await alone.Connection.BeginTransactionAsync(ct);
        last.AsHorizon(macs);
        await using var mark = new NpgsqlCommand(
            "UPDATE audit_checkpoints SET is_horizon = true, key_id = $2, proof = $3 WHERE number = $1", alone.Connection);
        mark.Parameters.AddWithValue(last.Number);
        mark.Parameters.AddWithValue(last.KeyId);
        mark.Parameters.AddWithValue(last.Proof);
        await mark.ExecuteNonQueryAsync(ct);
        await using var forget = new NpgsqlCommand("DELETE FROM audit_checkpoints WHERE number < $1", alone.Connection);
        forget.Parameters.AddWithValue(last.Number);
        await forget.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return last.Number;
    }

    private async Task SealAsync(bool isCheckpointWanted, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, LockName, ct);
        var place = await AuditChain.FindEndAsync(alone.Connection, ct);
        for (var count = Batch; count == Batch;)
            (place, count) = await SealAsync(alone.Connection, place, ct);
        await CheckpointAsync(alone.Connection, place, isCheckpointWanted, ct);
    }

    /// <summary>A batch, in one statement.</summary>
    private async Task<(AuditPlace End, int Count)> SealAsync(NpgsqlConnection connection, AuditPlace place, CancellationToken ct)
    {
        var found = await AuditChain.FindUnsealedAsync(connection, Batch, ct);
        if (found.Count == 0)
            return (place, 0);
        var waiting = found.FindAll(e => !e.IsSealed);
        var keyId = macs.CurrentKey;
        var places = new List<AuditPlace>(waiting.Count);
        foreach (var (id, proof, _) in waiting)
        {
            var number = place.Number + 1;
            places.Add(place = new AuditPlace(number, macs.SealOf(place.Seal, number, id, proof, keyId)));
        }

        await using var command = new NpgsqlCommand(
            """
            WITH gone AS (DELETE FROM audit_unsealed WHERE id = ANY ($5))
            INSERT INTO audit_seals (event, number, seal, seal_key_id)
            SELECT id, number, seal, $4 FROM unnest($1, $2, $3) AS s (id, number, seal)
            """,
            connection);
        command.Parameters.AddWithValue(waiting.Select(e => e.Id).ToArray());
        command.Parameters.AddWithValue(places.Select(p => p.Number).ToArray());
        command.Parameters.AddWithValue(places.Select(p => p.Seal).ToArray());
        command.Parameters.AddWithValue(keyId);
        command.Parameters.AddWithValue(found.Select(e => e.Id).ToArray());
        await command.ExecuteNonQueryAsync(ct);
        return (place, found.Count);
    }

    private async Task CheckpointAsync(NpgsqlConnection connection, AuditPlace end, bool isWanted, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var last = await AuditChain.FindLastCheckpointAsync(connection, ct);
        var count = end.Number - (last?.Number ?? 0);
        var isDue = isWanted || count >= CheckpointEvents || now - last?.At >= CheckpointTime || last is null;
        if (count <= 0 || !isDue)
            return;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var row = CheckpointRow.Of(end, count, CheckpointStatement.Sign(signingKeys, end, count, now), now, macs);
        await using var command = new NpgsqlCommand(
            $"INSERT INTO audit_checkpoints ({CheckpointRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", connection);
        command.Parameters.AddWithValue(row.Number);
        command.Parameters.AddWithValue(row.Seal);
        command.Parameters.AddWithValue(row.At);
        command.Parameters.AddWithValue(row.Count);
        command.Parameters.AddWithValue(row.Statement);
        command.Parameters.AddWithValue(row.IsHorizon);
        command.Parameters.AddWithValue(row.KeyId);
        command.Parameters.AddWithValue(row.Proof);
        await command.ExecuteNonQueryAsync(ct);
    }
}
