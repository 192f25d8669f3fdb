using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Transports;
using AuthServer.Tests.Fixtures;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Messaging;

public sealed class DeliveryTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
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
    public async Task Nudge_delivers_at_once()
    {
        var transport = FakeTransport.Taking();
        using var delivery = await _node.DeliverByAsync(transport);
        var id = await AddAsync("ada@example.org");
        _node.Outbox.Nudge();
        await _node.UntilAsync(id, MessageState.Sent); // nobody sweeps here
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_01_provider_that_fails_for_ten_minutes_is_left_alone_and_then_drained()
    {
        var works = false;
        var transport = new FakeTransport(_ => Task.FromResult<SendOutcome>(
            works ? new SendOutcome.Delivered() : new SendOutcome.Unreachable("HTTP 502")));
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
            ids.Add(await AddAsync($"person{i}@example.org"));
        using var delivery = await _node.DeliverByAsync(transport);

        for (var second = 0; second < 600; second += 5)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            var before = transport.Sent.Count;
            await delivery.SweepAsync(default);
            await Task.Delay(5);
            Assert.InRange(transport.Sent.Count - before, 0, 8);
        }

        // 120 sweeps over 20 messages: without the circuit 2,400 attempts.
        Assert.InRange(transport.Sent.Count, 8, 60);
        works = true;
        await EventuallyAsync(delivery, async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return await _node.CountAsync(MessageState.Sent) == 20;
        });
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task Provider_that_asks_for_time_gets_it()
    {
        var transport = new FakeTransport(_ => Task.FromResult<SendOutcome>(
            new SendOutcome.Unreachable("HTTP 429", TimeSpan.FromMinutes(10))));
        var id = await AddAsync("ada@example.org");
        using var delivery = await _node.DeliverByAsync(transport);
        await _node.UntilAsync(id, s => s.Error == "HTTP 429");

        _clock.Advance(TimeSpan.FromMinutes(9));
        await delivery.SweepAsync(default);
        await Task.Delay(100);
        Assert.Single(transport.Sent);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await EventuallyAsync(delivery, () => Task.FromResult(transport.Sent.Count == 2));
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_08_slow_mails_take_their_places_and_leave_the_rest_to_others()
    {
        var gate = new TaskCompletionSource();
        var transport = new FakeTransport(async m =>
        {
            if (m.To.StartsWith("slow", StringComparison.Ordinal))
                await gate.Task;
            return new SendOutcome.Delivered();
        });
        using var delivery = await _node.DeliverByAsync(transport);
        for (var i = 0; i < 7; i++)
            await AddAsync($"slow{i}@example.org");
        _node.Outbox.Nudge();
        await EventuallyAsync(delivery, () => Task.FromResult(transport.Sent.Count == 7));

        var quick = await AddAsync("quick@example.org");
        _node.Outbox.Nudge();
        await _node.UntilAsync(quick, MessageState.Sent);
        await AddAsync("slow7@example.org");
        await AddAsync("slow8@example.org");
        await delivery.SweepAsync(default);
        await Task.Delay(200);
        Assert.Equal(9, transport.Sent.Count); // eight at once, and not one more
        gate.SetResult();
        await EventuallyAsync(delivery, async () => await _node.CountAsync(MessageState.Sent) == 10);
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_09_message_that_nobody_can_handle_is_given_up_and_stops_no_other()
    {
        var transport = new FakeTransport(m => m.To.StartsWith("poison", StringComparison.Ordinal)
            ? throw new InvalidOperationException("poison@example.org 482913")
            : Task.FromResult<SendOutcome>(new SendOutcome.Delivered()));
        var poison = await AddAsync("poison@example.org");
        var fine = await AddAsync("fine@example.org");
        using var delivery = await _node.DeliverByAsync(transport);
        await _node.UntilAsync(fine, MessageState.Sent);

        for (var i = 1; i < RetryRule.MaxFailures; i++)
        {
            await _node.UntilAsync(poison, s => s.Failures == i);
            _clock.Advance(RetryRule.LongestPause * 1.3);
            await delivery.SweepAsync(default);
        }

        Assert.Equal("unexpected InvalidOperationException", (await _node.UntilAsync(poison, MessageState.Dead)).Error);
        Assert.Equal(RetryRule.MaxFailures, transport.Sent.Count(m => m.Id == poison));
        Assert.DoesNotContain(_node.Logged.Lines, l => l.Text.Contains("482913", StringComparison.Ordinal)
            || l.Text.Contains("poison@", StringComparison.Ordinal));
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task Message_that_waited_for_days_is_given_up()
    {
        var transport = new FakeTransport(_ => Task.FromResult<SendOutcome>(new SendOutcome.Unreachable("connection: refused")));
        var id = await AddAsync("ada@example.org");
        _clock.Advance(RetryRule.MaxAge + TimeSpan.FromMinutes(1));
        using var delivery = await _node.DeliverByAsync(transport);
        var dead = await _node.UntilAsync(id, MessageState.Dead);
        Assert.True(dead.HasPayload); // for whoever retries it
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_27_folder_that_cannot_be_written_loses_nothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(folder, "a file where the folder should be");
        var transport = new MailPickup(Options.Create(new EmailOptions { PickupDirectory = folder }));
        var id = await AddAsync("ada@example.org");
        using var delivery = await _node.DeliverByAsync(transport);
        await _node.UntilAsync(id, s => s.Error is not null);
        Assert.Equal(MessageState.Queued, (await _node.StandingAsync(id)).State);

        File.Delete(folder);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await delivery.SweepAsync(default);
        await _node.UntilAsync(id, MessageState.Sent);
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains("\r\nTo: ada@example.org\r\n", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task OUT_03_mail_that_was_taken_without_a_word_goes_out_twice_with_one_id()
    {
        await using var server = await SmtpServer.StartAsync();
        var id = await AddAsync("taken-ada@example.org");
        using var delivery = await _node.DeliverByAsync(MessageNode.Smtp(server.Port));
        await _node.UntilAsync(id, s => s.Failures == 1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await delivery.SweepAsync(default);
        await _node.UntilAsync(id, MessageState.Sent);

        Assert.Equal(2, server.Mails.Count);
        Assert.Equal(server.Mails[0].MessageId, server.Mails[1].MessageId);
        Assert.Equal($"<{id:N}@id.example>", server.Mails[0].MessageId);
        Assert.Equal(server.Mails[0].Content, server.Mails[1].Content);
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task Server_that_stops_lets_what_is_on_its_way_arrive()
    {
        await using var server = await SmtpServer.StartAsync();
        var id = await AddAsync("slow-ada@example.org");
        var transport = MessageNode.Smtp(server.Port, o => o.Timeout = TimeSpan.FromSeconds(10));
        using var delivery = await _node.DeliverByAsync(transport);
        await _node.UntilAsync(id, s => s.Attempts == 1);
        await Task.Delay(500); // the content is with the server by now
        await delivery.StopAsync(default);
        Assert.Equal(MessageState.Sent, (await _node.StandingAsync(id)).State);
        Assert.Single(server.Mails);
    }

    private Task<Guid> AddAsync(string to) =>
        _node.AddAsync(new NewMessage(MessageKind.PasswordChanged, MessageChannel.Email, to));

    private static async Task EventuallyAsync(Delivery delivery, Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            if (tries == 400)
                throw new TimeoutException("It did not come true.");
            await delivery.SweepAsync(default);
            await Task.Delay(25);
        }
    }
}
