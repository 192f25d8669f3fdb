using AuthServer.Core.Keys;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Messaging.Transports;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Tests.Messaging;

/// <summary>A message's row, as far as tests look at it.</summary>
internal sealed record Standing(MessageState State, int Attempts, int Failures, string? Error, bool HasPayload);

/// <summary>A node with the room that sends, and nothing else.</summary>
internal sealed class MessageNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private MessageNode(ServiceProvider services) => _services = services;

    public FakeClock Clock { get; private init; } = new();

    public Recorder Logged { get; private init; } = new();

    public Outbox Outbox => Get<Outbox>();

    public OutboxQueue Queue => Get<OutboxQueue>();

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <param name="transport">In place of the configured one for mail.</param>
    public static async Task<MessageNode> StartAsync(
        TestDatabase database, FakeClock clock, IMessageTransport? transport, params (string, string)[] settings)
    {
        var log = new Recorder();
        var services = database.Node(
            (services, configuration) =>
            {
                services.AddKeys(configuration).AddSingleton<Envelopes>().AddSingleton<TimeProvider>(clock);
                services.AddLogging(l => l.AddProvider(log));
                services.AddMessaging(configuration);
                if (transport is not null)
                    services.AddSingleton(transport);
            },
            [("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"), .. settings]);
        await services.GetRequiredService<KeyRing>().LoadAsync(default);
        return new MessageNode(services) { Clock = clock, Logged = log };
    }

    /// <summary>A delivery of this node by that transport alone, started.</summary>
    public async Task<Delivery> DeliverByAsync(params IMessageTransport[] transports)
    {
        var delivery = new Delivery(Outbox, Queue, transports, Get<MessageWriter>(), Clock, Get<ILogger<Delivery>>());
        await delivery.StartAsync(default);
        await delivery.SweepAsync(default);
        return delivery;
    }

    /// <summary>Writes a message and its cause, which is nothing.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> AddAsync(NewMessage message)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.AddAsync(connection, message, default);
        await transaction.CommitAsync();
        await using var command = Database.CreateCommand("SELECT id FROM outbox WHERE recipient = $1 ORDER BY id DESC LIMIT 1");
        command.Parameters.AddWithValue(message.To);
        return (Guid)(await command.ExecuteScalarAsync())!; // it was just written
    }

    public async Task<Standing> StandingAsync(Guid id)
    {
        await using var command = Database.CreateCommand(
            "SELECT state, attempts, failures, last_error, payload IS NOT NULL FROM outbox WHERE id = $1");
        command.Parameters.AddWithValue(id);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new Standing(
            (MessageState)row.GetInt16(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3),
            row.GetBoolean(4));
    }

    /// <summary>Waits until the message stands as wished.</summary>
    public async Task<Standing> UntilAsync(Guid id, Func<Standing, bool> wished)
    {
        for (var tries = 0; ; tries++)
        {
            var standing = await StandingAsync(id);
            if (wished(standing))
                return standing;
            if (tries == 600)
                throw new TimeoutException($"It stands at {standing}.");
            await Task.Delay(25);
        }
    }

    public Task<Standing> UntilAsync(Guid id, MessageState state) => UntilAsync(id, s => s.State == state);

    public async Task<long> CountAsync(MessageState state)
    {
        await using var command = Database.CreateCommand("SELECT count(*) FROM outbox WHERE state = $1");
        command.Parameters.AddWithValue((short)state);
        return (long)(await command.ExecuteScalarAsync())!; // a count is there
    }

    public async Task ClearAsync()
    {
        await using var command = Database.CreateCommand("TRUNCATE outbox");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A transport to that server.</summary>
    public static SmtpTransport Smtp(int port, Action<SmtpOptions>? with = null)
    {
        var options = new EmailOptions
        {
            From = "no-reply@id.example",
            Smtp = new SmtpOptions { Host = "localhost", Port = port, Security = SmtpSecurity.None, Timeout = TimeSpan.FromSeconds(10) },
        };
        with?.Invoke(options.Smtp);
        return new SmtpTransport(Options.Create(options));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
