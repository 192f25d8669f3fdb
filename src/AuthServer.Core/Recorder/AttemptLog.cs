using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using AuthServer.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Recorder;

/// <summary>
/// Writes attempts down behind the scenes: nobody who is refused waits for that, and nothing fails because of it. What
/// comes while one statement is on its way becomes the next one; when the database does not answer so many wait, and the
/// rest is dropped and counted.
/// </summary>
public sealed class AttemptLog(NpgsqlDataSource database, TimeProvider clock, ILogger<AttemptLog> log) : BackgroundService
{
    /// <summary>How many may wait: a few megabytes.</summary>
    private const int Waiting = 1_000;

    private const int Batch = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Channel<Attempt> _attempts = Channel.CreateBounded<Attempt>(
        new BoundedChannelOptions(Waiting) { SingleReader = true });

    /// <summary>Takes one; returns at once.</summary>
    public void Add(Attempt attempt)
    {
        if (!_attempts.Writer.TryWrite(attempt))
            Counts.Dropped(1);
    }

    /// <summary>One is not kept because there are too many.</summary>
    public static void Skip() => Counts.Dropped(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Attempt>(Batch);
        while (await _attempts.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < Batch && _attempts.Reader.TryRead(out var attempt))
                batch.Add(attempt);
            await WriteAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    /// <summary>Until it is written, or can never be. Whatever goes wrong here ends nothing else.</summary>
    private async Task WriteAsync(List<Attempt> batch, CancellationToken ct)
    {
        for (var hasFailed = false; ; hasFailed = true)
        {
            try
            {
                await InsertAsync(batch, ct);
                Counts.Recorded(batch.Count);
                if (hasFailed)
                    Log.WrittenAgain(log);
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                if (!hasFailed)
                    Log.NotWritten(log, DatabaseFault.ReasonOf(fault));
                if (!WillPass(fault))
                {
                    Counts.Dropped(batch.Count);
                    return;
                }

                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    /// <summary>Class 22 is what the database says of data that it cannot keep: it will not be better later.</summary>
    private static bool WillPass(Exception fault) =>
        DatabaseFault.Is(fault) && fault is not DbException { SqlState: ['2', '2', ..] };

    private async Task InsertAsync(List<Attempt> batch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO attempts (id, at, endpoint, method, client_id, kind, error, description, reason, rule, received,
                from_address, device, node, user_id)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT DO NOTHING
            """);
        command.AddColumn(batch, a => a.Id);
        command.AddColumn(batch, a => a.At);
        command.AddColumn(batch, a => a.Endpoint);
        command.AddColumn(batch, a => a.Method);
        command.AddColumn(batch, a => a.ClientId);
        command.AddColumn(batch, a => a.Kind);
        command.AddColumn(batch, a => a.Error);
        command.AddColumn(batch, a => a.Description);
        command.AddColumn(batch, a => a.Reason);
        command.AddColumn(batch, a => a.Rule);
        command.AddColumn(batch, a => JsonSerializer.Serialize(a.Received, Json));
        command.AddColumn(batch, a => a.From);
        command.AddColumn(batch, a => a.Device);
        command.AddColumn(batch, a => a.Node);
        command.AddColumn(batch, a => a.UserId);
        await command.ExecuteNonQueryAsync(ct);
    }
}
