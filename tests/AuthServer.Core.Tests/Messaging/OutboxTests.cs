using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;
using Xunit;

namespace AuthServer.Core.Tests.Messaging;

public sealed class OutboxTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private MessageNode _node = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _node = await MessageNode.StartAsync(database, _clock, null);
        await _node.ClearAsync();
    }

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task OUT_05_message_goes_back_with_its_cause()
    {
        await using (var connection = await _node.Database.OpenConnectionAsync())
        await using (await connection.BeginTransactionAsync())
            await _node.Outbox.AddAsync(connection, Code("lost@example.org"), default);
        Assert.Equal(0, await _node.CountAsync(MessageState.Queued));

        await _node.AddAsync(Code("kept@example.org"));
        Assert.Equal(1, await _node.CountAsync(MessageState.Queued));
    }

    [Fact]
    public async Task Code_link_and_name_are_unreadable_at_rest_and_wiped_when_sent()
    {
        var id = await _node.AddAsync(Code("ada@example.org"));
        Assert.DoesNotContain("482913", await DumpAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", await DumpAsync(), StringComparison.Ordinal);

        var transport = FakeTransport.Taking();
        using var delivery = await _node.DeliverByAsync(transport);
        Assert.False((await _node.UntilAsync(id, MessageState.Sent)).HasPayload);
        Assert.Contains("482913", Assert.Single(transport.Sent).Content.Text, StringComparison.Ordinal);
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_06_three_senders_send_each_message_once()
    {
        // The catalogue's 100,000 rows: AUTH_TEST_LONG=1.
        var count = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1" ? 100_000 : 1_500;
        await ManyAsync(count, priority: 1);
        var transport = FakeTransport.Taking();
        var nodes = new List<(MessageNode Node, Delivery Delivery)>();
        for (var n = 0; n < 3; n++)
        {
            var node = await MessageNode.StartAsync(database, _clock, null);
            nodes.Add((node, await node.DeliverByAsync(transport)));
        }

        await EventuallyAsync(async () => await _node.CountAsync(MessageState.Queued) == 0);
        foreach (var (node, delivery) in nodes)
        {
            await delivery.StopAsync(default);
            delivery.Dispose();
            await node.DisposeAsync();
        }

        Assert.Equal(count, transport.Sent.Count);
        Assert.Equal(count, transport.Sent.Select(m => m.Id).Distinct().Count());
        Assert.Equal(count, await _node.CountAsync(MessageState.Sent));
    }

    [Fact]
    public async Task OUT_07_sender_that_was_away_marks_nothing()
    {
        var id = await _node.AddAsync(Code("ada@example.org") with { ExpiresAt = null });
        var first = Assert.Single(await ClaimAsync());
        Assert.Empty(await ClaimAsync());

        _clock.Advance(TimeSpan.FromSeconds(90));
        var second = Assert.Single(await ClaimAsync());

        Assert.False(await _node.Queue.MarkSentAsync(first, default));
        Assert.False(await _node.Queue.MarkDeadAsync(first, "too late", default));
        Assert.False(await _node.Queue.ReleaseAsync(first, _clock.GetUtcNow(), "too late", default));
        Assert.Equal(MessageState.Queued, (await _node.StandingAsync(id)).State);
        Assert.True(await _node.Queue.MarkSentAsync(second, default));
        Assert.Null((await _node.StandingAsync(id)).Error);
    }

    [Fact]
    public async Task OUT_10_codes_overtake_a_backlog_of_notices()
    {
        var count = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1" ? 1_000_000 : 20_000;
        await ManyAsync(count, priority: 1);
        _clock.Advance(TimeSpan.FromHours(1));
        var id = await _node.AddAsync(Code("now@example.org"));

        Assert.Equal(id, Assert.Single(await ClaimAsync(1)).Id);
        var notices = await ClaimAsync(2);
        Assert.Equal(notices.Select(m => m.CreatedAt).Order(), notices.Select(m => m.CreatedAt));
        Assert.Equal(2, notices.Count);
    }

    [Fact]
    public async Task OUT_11_dead_code_is_dropped_and_never_sent()
    {
        var late = await _node.AddAsync(Code("late@example.org"));
        _clock.Advance(TimeSpan.FromMinutes(11));
        var fresh = await _node.AddAsync(Code("fresh@example.org"));
        var transport = FakeTransport.Taking();
        using var delivery = await _node.DeliverByAsync(transport);

        await _node.UntilAsync(fresh, MessageState.Sent);
        var standing = await _node.StandingAsync(late);
        Assert.Equal((MessageState.Expired, false), (standing.State, standing.HasPayload));
        Assert.Equal([fresh], transport.Sent.Select(m => m.Id));
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_24_restored_queue_sends_no_old_code_and_old_notices_with_their_old_id()
    {
        var code = await _node.AddAsync(Code("code@example.org"));
        var notice = await _node.AddAsync(new NewMessage(MessageKind.PasswordChanged, MessageChannel.Email, "notice@example.org"));
        await _node.Database.CreateCommand("DROP TABLE IF EXISTS backup; CREATE TABLE backup AS TABLE outbox").ExecuteNonQueryAsync();
        var before = FakeTransport.Taking();
        using (var delivery = await _node.DeliverByAsync(before))
        {
            await _node.UntilAsync(code, MessageState.Sent);
            await _node.UntilAsync(notice, MessageState.Sent);
            await delivery.StopAsync(default);
        }

        await _node.Database.CreateCommand("TRUNCATE outbox; INSERT INTO outbox TABLE backup").ExecuteNonQueryAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        var after = FakeTransport.Taking();
        using var again = await _node.DeliverByAsync(after);
        await _node.UntilAsync(notice, MessageState.Sent);
        Assert.Equal(MessageState.Expired, (await _node.StandingAsync(code)).State);
        Assert.Equal(2, before.Sent.Count);
        Assert.Equal(notice, Assert.Single(after.Sent).Id);
        await again.StopAsync(default);
    }

    [Fact]
    public async Task OUT_26_asked_is_sent_and_expired_and_dead_and_waiting()
    {
        foreach (var fate in new[] { "sent", "refused", "deferred" })
        {
            for (var i = 0; i < 5; i++)
                await _node.AddAsync(new NewMessage(MessageKind.PasswordChanged, MessageChannel.Email, $"{fate}{i}@example.org"));
        }

        await _node.AddAsync(Code("late@example.org") with { ExpiresAt = _clock.GetUtcNow() });
        var transport = new FakeTransport(m => Task.FromResult<SendOutcome>(
            m.To.StartsWith("sent", StringComparison.Ordinal) ? new SendOutcome.Delivered()
            : m.To.StartsWith("refused", StringComparison.Ordinal) ? new SendOutcome.Refused("RCPT: 550")
            : new SendOutcome.Deferred("RCPT: 450")));
        using var delivery = await _node.DeliverByAsync(transport);
        await EventuallyAsync(async () => transport.Sent.Count == 15 && await _node.CountAsync(MessageState.Dead) == 5
            && await _node.CountAsync(MessageState.Sent) == 5);
        await delivery.StopAsync(default);

        var ledger = await Task.WhenAll(Enum.GetValues<MessageState>().Select(_node.CountAsync));
        Assert.Equal([5, 5, 5, 1, 0], ledger); // waiting, sent, dead, expired, cancelled
        Assert.Equal(16, ledger.Sum());
        var status = await _node.Get<MailHealth>().ReadAsync(default);
        Assert.Equal((5, 5), (status.Queued, status.Dead));
    }

    [Fact]
    public async Task Purge_forgets_old_messages_but_never_one_that_waits()
    {
        await ManyAsync(3, priority: 1);
        var sent = (await ClaimAsync(1))[0];
        await _node.Queue.MarkSentAsync(sent, default);
        _clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await _node.Get<MessagePurge>().SweepAsync(new(1000), default));
        Assert.Equal(2, await _node.CountAsync(MessageState.Queued));
    }

    private NewMessage Code(string to) => new(MessageKind.SignInCode, MessageChannel.Email, to)
    {
        Name = "Ada Lovelace",
        Code = "482913",
        Link = "https://id.example/account/verify?token=abc",
        ExpiresAt = _clock.GetUtcNow().AddMinutes(10),
    };

    private Task<List<LeasedMessage>> ClaimAsync(int most = 10) =>
        _node.Queue.ClaimAsync(MessageChannel.Email, most, TimeSpan.FromSeconds(60), default);

    /// <summary>Copies one message into many, a millisecond apart.</summary>
    private async Task ManyAsync(int count, short priority)
    {
        await _node.AddAsync(new NewMessage(MessageKind.PasswordChanged, MessageChannel.Email, "many@example.org"));
        await using var command = _node.Database.CreateCommand(
            """
            INSERT INTO outbox (id, kind, channel, recipient, payload, priority, created_at, next_attempt_at, attempts,
                                failures, lease, state)
            SELECT gen_random_uuid(), kind, channel, n || recipient, payload, $2, created_at + n * interval '1 ms',
                   created_at, 0, 0, 0, 1 FROM outbox, generate_series(2, $1) n
            """);
        command.Parameters.AddWithValue(count);
        command.Parameters.AddWithValue(priority);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> DumpAsync()
    {
        await using var command = _node.Database.CreateCommand("SELECT string_agg(o::text, E'\n') FROM outbox o");
        return (string)(await command.ExecuteScalarAsync())!; // there are rows
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            if (tries == 6000)
                throw new TimeoutException("It did not come true.");
            await Task.Delay(25);
        }
    }
}
