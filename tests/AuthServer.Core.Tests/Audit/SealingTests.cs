using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Audit;

/// <summary>Order without gaps, whoever commits when; keys that change; people who leave; events whose time is over.</summary>
public sealed class SealingTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private AuditNode _node = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _node = await AuditNode.NewAsync(database, _clock, ("Audit:Retention", "30d"), ("Keys:Retention", "1d"));
        await _node.EmptyAsync();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task LOG_13_Order_is_the_sealers_and_an_event_that_commits_late_is_not_lost()
    {
        await using var late = await _node.Database.OpenConnectionAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await using (var insert = new NpgsqlBatch(late))
        {
            await _node.AddAsync(Happened("early"));
            _node.Trail.AddTo(insert, Happened("late"));
            await insert.ExecuteNonQueryAsync();
        }

        _clock.Advance(TimeSpan.FromMinutes(-10)); // another node's clock
        await _node.AddAsync(Happened("behind"));
        await _node.Sealer.SealAsync(default);
        await transaction.CommitAsync();
        await _node.Sealer.SealAsync(default);

        Assert.Equal(
            ["behind", "early", "late"], await _node.ListAsync<string>("SELECT target FROM audit_events JOIN audit_seals ON event = id ORDER BY number"));
        Assert.Equal([1, 2, 3], await _node.ListAsync<long>("SELECT number FROM audit_seals ORDER BY number"));
        await _node.IsIntactAsync();
    }

    [Fact]
    public async Task Sealers_at_the_same_time_leave_no_gap_and_no_double()
    {
        for (var i = 0; i < 1200; i += 100)
            await _node.AddAsync([.. Enumerable.Range(i, 100).Select(n => Happened($"{n}"))]);
        await using var other = await AuditNode.NewAsync(database, _clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _node : other).Sealer.SealAsync(default)));
        Assert.Equal(Enumerable.Range(1, 1200).Select(n => (long)n), await _node.ListAsync<long>("SELECT number FROM audit_seals ORDER BY 1"));
        await _node.IsIntactAsync();
        // A thousand events make a checkpoint by themselves.
        Assert.Equal(1200, Assert.Single(await _node.ListAsync<long>("SELECT number FROM audit_checkpoints")));
    }

    [Fact]
    public async Task Checkpoint_comes_a_quarter_of_an_hour_after_the_last_and_not_without_an_event()
    {
        await SealAndSeeAsync(Happened("a"), 1); // the first has none to wait for
        await SealAndSeeAsync(Happened("b"), 1);
        _clock.Advance(TimeSpan.FromMinutes(15));
        await SealAndSeeAsync(null, 1, 2);
        _clock.Advance(TimeSpan.FromMinutes(15));
        await SealAndSeeAsync(null, 1, 2);
        await SealAndSeeAsync(Happened("c"), 1, 2, 3);

        async Task SealAndSeeAsync(AuditEvent? happened, params long[] checkpoints)
        {
            if (happened is not null)
                await _node.AddAsync(happened);
            await _node.Sealer.SealAsync(default);
            Assert.Equal(checkpoints, await _node.ListAsync<long>("SELECT number FROM audit_checkpoints ORDER BY number"));
        }
    }

    [Fact]
    public async Task Rows_that_wait_for_their_number_verify_by_themselves()
    {
        await _node.AddAsync(Happened("a"), Happened("b"));
        var found = await _node.VerifyAsync();
        Assert.True(found is { Intact: true, Unsealed: 2, Events: 2, To: 0 }, $"{found}");
        await _node.TamperAsync("UPDATE audit_events SET target = 'c' WHERE target = 'b'");
        Assert.Equal(AuditFaults.Changed, Assert.Single((await _node.VerifyAsync()).Faults).Fault);
    }

    [Fact]
    public async Task Keys_change_and_what_they_proved_still_verifies()
    {
        await _node.FillAsync();
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromDays(100));
            await _node.Keys.RotateIfDueAsync(default);
            _clock.Advance(TimeSpan.FromDays(2));
            await _node.Keys.LoadAsync(default);
            await _node.AddAsync(Happened($"{i}"));
            await _node.Sealer.SealAsync(default);
        }

        Assert.Equal(["rotation", "rotation", "rotation"], await _node.ListAsync<string>("SELECT actor FROM audit_events WHERE action = 'key.rotated'"));
        Assert.True((await _node.ListAsync<int>("SELECT DISTINCT key_id FROM audit_events")).Count > 1);
        Assert.True((await _node.ListAsync<int>("SELECT DISTINCT seal_key_id FROM audit_seals")).Count > 1);
        await _node.IsIntactAsync();
    }

    [Fact]
    public async Task LOG_09_Nothing_of_a_person_is_left_and_the_log_verifies()
    {
        var person = Guid.CreateVersion7();
        AuditEvent[] events =
        [
            new(Actor.Person(person) with { From = "198.51.100.7" }, AuditActions.UserUpdated, AuditTargets.User, $"{person}")
            {
                Person = person,
                Before = new { Email = "ada@example.org", Name = "Ada Lovelace" },
                After = new { Phone = "+447700900123" },
                Reason = "Ada asked",
            },
            // About something else, by her: where from.
            new(Actor.Person(person) with { From = "198.51.100.7" }, AuditActions.ClientUpdated, AuditTargets.Client, "web"),
            // About her, by somebody else.
            new(Actor.Client("machine"), AuditActions.UserUpdated, AuditTargets.User, $"{person}")
            {
                Person = person,
                After = new { Name = "Ada Lovelace" },
            },
            Happened("198 and 51"),
        ];
        await _node.AddAsync(events);
        await _node.Sealer.MakeCheckpointAsync(default);
        await _node.AddAsync(events); // unsealed
        await using (var connection = await _node.Database.OpenConnectionAsync())
            await AuditTrail.EraseAsync(connection, [person], default);

        var rows = string.Join("\n", await _node.ListAsync<string>("SELECT e::text FROM audit_events e"));
        foreach (var personal in new[] { "ada@example.org", "Ada ", "Lovelace", "+4477", "198.51.100.7" })
            Assert.DoesNotContain(personal, rows, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("198 and 51", rows, StringComparison.Ordinal);
        var found = await _node.VerifyAsync();
        Assert.True(found is { Intact: true, Erased: 6, Unsealed: 4 }, $"{found}: {string.Join("; ", found.Faults)}");
        await _node.Sealer.SealAsync(default);
        await _node.IsIntactAsync();
    }

    [Fact]
    public async Task Events_whose_time_is_over_go_and_the_rest_verifies()
    {
        await _node.FillAsync();
        var old = (await _node.ListAsync<string>("SELECT statement FROM audit_checkpoints"))[0];
        _clock.Advance(TimeSpan.FromDays(20));
        await _node.FillAsync();
        var young = (await _node.ListAsync<string>("SELECT statement FROM audit_checkpoints ORDER BY number DESC"))[0];
        Assert.Equal(0, await _node.Purge.SweepAsync(new(100), default));
        _clock.Advance(TimeSpan.FromDays(11));
        var sweep = new Sweep(3);
        Assert.Equal(3, await _node.Purge.SweepAsync(sweep, default)); // a batch; the rest is not missed meanwhile
        await _node.IsIntactAsync();
        Assert.Equal(1, await _node.Purge.SweepAsync(sweep, default));

        var found = await _node.VerifyAsync(young);
        Assert.True(found is { Intact: true, From: 5, To: 8, Events: 4, Checkpoint.Compared: true }, $"{found}: {string.Join("; ", found.Faults)}");
        Assert.Equal(new CheckpointVerification(4, true, false), (await _node.VerifyAsync(old)).Checkpoint);
        await _node.IsIntactAsync(old);
        await _node.TamperAsync("DELETE FROM audit_events WHERE id = (SELECT event FROM audit_seals WHERE number = 5)");
        Assert.Equal(new AuditFault(AuditFaults.Missing, null, 5, 5), Assert.Single((await _node.VerifyAsync()).Faults));

        // Everything may go: the numbers go on.
        await _node.AddAsync(Happened("x"));
        await _node.Sealer.MakeCheckpointAsync(default);
        _clock.Advance(TimeSpan.FromDays(31));
        await _node.Purge.SweepAsync(new(100), default);
        await _node.AddAsync(Happened("y"));
        await _node.Sealer.SealAsync(default);
        Assert.Equal([10], await _node.ListAsync<long>("SELECT number FROM audit_seals"));
        await _node.IsIntactAsync();
    }

    [Fact]
    public async Task LOG_05_Whoever_marks_a_checkpoint_as_the_beginning_without_the_key_is_found_out()
    {
        await _node.FillAsync();
        await _node.ExecuteAsync("UPDATE audit_checkpoints SET is_horizon = true");
        await _node.ExecuteAsync("DELETE FROM audit_events"); // which the database now takes for a purge
        Assert.Contains((await _node.VerifyAsync()).Faults, f => f.Fault == AuditFaults.CheckpointChanged);
    }

    private static AuditEvent Happened(string target) => new(Actor.Server("test"), AuditActions.ClientUpdated, AuditTargets.Client, target);
}

/// <summary>In a database of its own, whose schema goes back and forth.</summary>
public sealed class SealMigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Events_keep_their_places_when_seals_move_to_rows_of_their_own_and_back()
    {
        await using var node = await AuditNode.NewAsync(database, new FakeClock());
        await node.FillAsync();
        var kept = (await node.ListAsync<string>("SELECT statement FROM audit_checkpoints"))[0];
        await node.AddAsync(new AuditEvent(Actor.Server("job"), AuditActions.ClientUpdated, AuditTargets.Client, "waiting"));
        var seals = await node.ListAsync<string>("SELECT s::text FROM audit_seals s ORDER BY number");

        await node.MigrateAsync("DisabledClients");
        Assert.Equal([1, 2, 3, 4], await node.ListAsync<long>("SELECT number FROM audit_events WHERE number IS NOT NULL ORDER BY number"));
        await node.MigrateAsync("AuditSeals");
        Assert.Equal(seals, await node.ListAsync<string>("SELECT s::text FROM audit_seals s ORDER BY number"));
        var found = await node.VerifyAsync(kept);
        Assert.True(found is { Intact: true, Events: 5, Unsealed: 1, To: 4 }, $"{found}: {string.Join("; ", found.Faults)}");
        await node.Sealer.SealAsync(default);
        Assert.Equal(5, (await node.VerifyAsync(kept)).To);
        await Assert.ThrowsAsync<PostgresException>(() => node.ExecuteAsync("DELETE FROM audit_seals"));
    }
}

/// <summary>In a database of its own: its ring has grown old.</summary>
public sealed class ForgottenKeyTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Checkpoint_whose_key_was_forgotten_is_still_compared()
    {
        var clock = new FakeClock();
        await using var node = await AuditNode.NewAsync(database, clock, ("Keys:Retention", "1d"));
        await node.FillAsync();
        var kept = (await node.ListAsync<string>("SELECT statement FROM audit_checkpoints"))[0];
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromDays(100));
            await node.Keys.RotateIfDueAsync(default);
        }

        await node.Keys.LoadAsync(default);
        Assert.Equal(new CheckpointVerification(4, false, true), (await node.VerifyAsync(kept)).Checkpoint);
        await node.IsIntactAsync(kept);
        await node.TamperAsync("DELETE FROM audit_events WHERE id = (SELECT event FROM audit_seals WHERE number = 4); DELETE FROM audit_seals WHERE number = 4; DELETE FROM audit_checkpoints");
        Assert.Equal(AuditFaults.Truncated, Assert.Single((await node.VerifyAsync(kept)).Faults).Fault);
    }
}
