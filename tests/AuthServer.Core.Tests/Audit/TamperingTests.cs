using AuthServer.Core.Audit;
using Xunit;

namespace AuthServer.Core.Tests.Audit;

/// <summary>LOG-05: whatever somebody does to the table behind the server's back, the verification names the row.</summary>
public sealed class TamperingTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private AuditNode _node = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _node = await AuditNode.NewAsync(database, new FakeClock());
        await _node.EmptyAsync();
        await _node.FillAsync();
        await _node.ExecuteAsync(
            """
            DROP TABLE IF EXISTS kept_events, kept_seals;
            CREATE TABLE kept_events AS TABLE audit_events;
            CREATE TABLE kept_seals AS TABLE audit_seals
            """);
        await _node.IsIntactAsync();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("events", 500)]
    [InlineData("seals", 200)]
    public async Task LOG_05_Every_change_of_any_column_of_any_row_is_named(string table, int atLeast)
    {
        var columns = await _node.ListAsync<string>(
            $"""
            SELECT column_name || ' ' || udt_name || ' ' || is_nullable FROM information_schema.columns
            WHERE table_name = 'audit_{table}'
            """);
        var changes = 0;
        foreach (var number in await _node.ListAsync<long>("SELECT number FROM kept_seals ORDER BY number"))
        {
            var row = table == "events" ? $"id = {EventOf(number)}" : $"number = {number}";
            foreach (var column in columns.Select(c => c.Split(' ')))
            {
                foreach (var change in await ChangesAsync($"kept_{table} WHERE {row}", column[0], column[1], column[2] == "YES"))
                {
                    await _node.TamperAsync($"UPDATE audit_{table} SET {column[0]} = {change} WHERE {row}");
                    var found = await _node.VerifyAsync();
                    Assert.True(Names(found, number), $"{column[0]} = {change} at {number}: {string.Join("; ", found.Faults)}");
                    // And nobody else's: what lost its seal has no number.
                    if (column[0] != "number")
                        Assert.All(found.Faults, f => Assert.Equal(number, f.Number ?? number));
                    await PutBackAsync();
                    changes++;
                }
            }
        }

        Assert.True(changes > atLeast, $"only {changes}");
        await _node.IsIntactAsync();
    }

    [Theory]
    [InlineData("event")]
    [InlineData("event, seal, seal_key_id")]
    public async Task LOG_05_Two_rows_that_changed_places_are_both_named(string columns)
    {
        var other = string.Join(", ", columns.Split(", ").Select(c => "b." + c));
        await _node.TamperAsync(
            $"""
            UPDATE audit_seals SET event = gen_random_uuid() WHERE number IN (2, 3);
            UPDATE audit_seals a SET ({columns}) = ROW({other}) FROM kept_seals b WHERE a.number IN (2, 3) AND b.number = 5 - a.number
            """);
        var found = await _node.VerifyAsync();
        Assert.True(Names(found, 2) && Names(found, 3), string.Join("; ", found.Faults));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    public async Task LOG_05_Row_that_is_gone_is_named_and_only_it(long number, bool withSeal)
    {
        await _node.TamperAsync($"DELETE FROM audit_events WHERE id = {EventOf(number)}");
        if (withSeal)
            await _node.TamperAsync($"DELETE FROM audit_seals WHERE number = {number}");
        var fault = Assert.Single((await _node.VerifyAsync()).Faults);
        Assert.Equal(new AuditFault(AuditFaults.Missing, null, number, number), fault);
    }

    [Fact]
    public async Task LOG_05_Event_whose_seal_is_gone_is_named()
    {
        var id = (await _node.ListAsync<Guid>($"SELECT {EventOf(2)}"))[0];
        await _node.TamperAsync("DELETE FROM audit_seals WHERE number = 2");
        Assert.Equal(
            [new AuditFault(AuditFaults.Missing, null, 2, 2), new AuditFault(AuditFaults.OutOfOrder, id, null)],
            (await _node.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task LOG_05_Event_that_is_gone_before_it_had_a_seal_is_named_and_the_others_are_sealed()
    {
        var gone = Guid.CreateVersion7();
        await _node.AddAsync(new AuditEvent(Actor.Server("job"), AuditActions.ClientUpdated, AuditTargets.Client, "web"));
        await _node.ExecuteAsync($"INSERT INTO audit_unsealed VALUES ('{gone}')");
        await _node.Sealer.SealAsync(default);
        var found = await _node.VerifyAsync();
        Assert.Equal(new AuditFault(AuditFaults.Missing, gone, null), Assert.Single(found.Faults));
        Assert.Equal(5, found.To);
    }

    [Fact]
    public async Task LOG_05_End_that_is_gone_shows_by_a_checkpoint()
    {
        var kept = await _node.ListAsync<string>("SELECT statement FROM audit_checkpoints");
        await _node.TamperAsync(
            "DELETE FROM audit_events WHERE id IN (SELECT event FROM audit_seals WHERE number > 2); DELETE FROM audit_seals WHERE number > 2");
        Assert.Equal(new AuditFault(AuditFaults.Truncated, null, 3, 4), Assert.Single((await _node.VerifyAsync()).Faults));

        // With the table's own checkpoint: only one that was kept elsewhere still knows.
        await _node.ExecuteAsync("DELETE FROM audit_checkpoints");
        await _node.IsIntactAsync();
        var found = await _node.VerifyAsync(kept[0]);
        Assert.Equal(new AuditFault(AuditFaults.Truncated, null, 3, 4), Assert.Single(found.Faults));
        Assert.Equal(new CheckpointVerification(4, true, true), found.Checkpoint);

        // And also when as many events have come since.
        await _node.FillAsync();
        Assert.Contains((await _node.VerifyAsync(kept[0])).Faults, f => f is { Fault: AuditFaults.OtherThanCheckpoint, Number: 4 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LOG_05_Row_that_the_server_did_not_write_is_named_also_once_it_is_sealed(bool withSeal)
    {
        await _node.ExecuteAsync(
            $"""
            INSERT INTO audit_events (id, at, actor_kind, actor, action, target_kind, target, detail, key_id, proof)
            SELECT gen_random_uuid(), at, actor_kind, 'somebody else', action, target_kind, target, detail, key_id, proof
            FROM audit_events WHERE id = {EventOf(2)}
            """);
        var id = (await _node.ListAsync<Guid>("SELECT id FROM audit_events WHERE actor = 'somebody else'"))[0];
        if (withSeal)
            await _node.ExecuteAsync($"INSERT INTO audit_seals SELECT 5, '{id}', seal_key_id, seal FROM audit_seals WHERE number = 2");
        Assert.Contains((await _node.VerifyAsync()).Faults, f => f.Fault == AuditFaults.Changed && f.Id == id);
        await _node.Sealer.SealAsync(default);
        Assert.Empty(await _node.ListAsync<Guid>("SELECT id FROM audit_unsealed"));
        Assert.Contains((await _node.VerifyAsync()).Faults, f => f is { Fault: AuditFaults.Changed, Number: 5 } && f.Id == id);
    }

    [Theory]
    [InlineData("number = 3")]
    [InlineData("seal = set_byte(seal, 5, get_byte(seal, 5) # 1)")]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("count = count + 1")]
    [InlineData("statement = statement || 'x'")]
    [InlineData("is_horizon = true")]
    [InlineData("proof = set_byte(proof, 5, get_byte(proof, 5) # 1)")]
    [InlineData("key_id = key_id + 1")]
    public async Task LOG_05_Checkpoint_that_was_changed_is_named(string change)
    {
        await _node.ExecuteAsync($"UPDATE audit_checkpoints SET {change}");
        Assert.Contains((await _node.VerifyAsync()).Faults, f => f.Fault == AuditFaults.CheckpointChanged);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("e30.e30.e30")]
    public async Task What_is_no_checkpoint_of_ours_is_said_to_be_none(string text) =>
        Assert.Contains((await _node.VerifyAsync(text)).Faults, f => f.Fault == AuditFaults.NoCheckpoint);

    [Theory]
    [InlineData("UPDATE audit_events SET target = 'x'")]
    [InlineData("UPDATE audit_events SET at = at + interval '1 day'")]
    [InlineData("UPDATE audit_events SET detail = '{}', personal = NULL, salt = NULL")]
    [InlineData("UPDATE audit_events SET personal = '{}' WHERE personal IS NOT NULL")]
    [InlineData("UPDATE audit_events SET personal = NULL WHERE personal IS NOT NULL")]
    [InlineData("UPDATE audit_seals SET number = number + 100")]
    [InlineData("UPDATE audit_seals SET seal = seal")]
    [InlineData("DELETE FROM audit_seals")]
    [InlineData("TRUNCATE audit_seals")]
    [InlineData("UPDATE audit_events SET proof = '\\x00'")]
    [InlineData("DELETE FROM audit_events")]
    [InlineData("TRUNCATE audit_events")]
    public async Task LOG_05_Database_refuses_to_change_or_delete_what_was_written(string sql)
    {
        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _node.ExecuteAsync(sql));
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await _node.IsIntactAsync();
    }

    private Task<int> PutBackAsync() => _node.TamperAsync(
        """
        DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept_events;
        DELETE FROM audit_seals; INSERT INTO audit_seals SELECT * FROM kept_seals
        """);

    private static string EventOf(long number) => $"(SELECT event FROM kept_seals WHERE number = {number})";

    private static bool Names(AuditVerification found, long number) =>
        !found.Intact && found.Faults.Any(f => f.Number <= number && number <= (f.Until ?? f.Number));

    /// <summary>Every byte of a value another one, there something where nothing was, and nothing where something was.</summary>
    private async Task<List<string>> ChangesAsync(string row, string column, string type, bool isNullable)
    {
        var length = (await _node.ListAsync<int>(
            $"SELECT coalesce({(type is "text" or "bytea" ? $"length({column})" : "1")}, -1) FROM {row}"))[0];
        var isNull = (await _node.ListAsync<bool>($"SELECT {column} IS NULL FROM {row}"))[0];
        var changes = new List<string>();
        if (isNull)
            changes.Add(type switch { "uuid" => "gen_random_uuid()", "bytea" => @"'\x00'", "text" => "''", _ => "1" });
        else if (isNullable)
            changes.Add("NULL");
        if (isNull)
            return changes;

        var places = Enumerable.Range(0, length);
        changes.AddRange(type switch
        {
            "text" => places.Select(i => $"overlay({column} placing chr(ascii(substr({column}, {i + 1}, 1)) # 1) from {i + 1} for 1)")
                .Append($"{column} || ' '"),
            "bytea" => places.Select(i => $"set_byte({column}, {i}, get_byte({column}, {i}) # 1)").Append($@"{column} || '\x00'"),
            "uuid" => Enumerable.Range(0, 16).Select(
                i => $"encode(set_byte(uuid_send({column}), {i}, get_byte(uuid_send({column}), {i}) # 1), 'hex')::uuid"),
            "int2" or "int4" => [$"{column} # 1", $"{column} # 256"],
            "int8" => [$"{column} + 1000"],
            "timestamptz" => [$"{column} + interval '1 microsecond'", $"{column} - interval '1 day'"],
            _ => throw new InvalidOperationException($"say how {type} is changed"),
        });
        return changes;
    }
}
