using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class PasswordVerifierTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Right_password_is_right_in_every_spelling_of_the_address()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();

        var check = await CheckAsync(node, " " + email.ToUpperInvariant(), People.Password);

        Assert.Equal(id, Assert.IsType<PasswordCheck.Right>(check).UserId);
    }

    [Theory]
    [InlineData("correct-horse-7")]
    [InlineData("Correct-Horse-7 ")]
    [InlineData(" Correct-Horse-7")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Any_other_password_is_wrong(string? password)
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();

        Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.WrongPassword), await CheckAsync(node, email, password));
    }

    [Fact]
    public async Task Password_of_a_thousand_characters_counts_to_the_last()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var password = new string('x', 1023) + "y";
        var (_, email) = await node.AddPersonAsync(password);

        Assert.IsType<PasswordCheck.Right>(await CheckAsync(node, email, password));
        Assert.IsType<PasswordCheck.Wrong>(await CheckAsync(node, email, new string('x', 1024)));
        Assert.IsType<PasswordCheck.Wrong>(await CheckAsync(node, email, password + "z"));
    }

    [Fact]
    public async Task Password_is_the_same_composed_and_decomposed()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (_, email) = await node.AddPersonAsync("Caf\u00e9 au lait 7");

        Assert.IsType<PasswordCheck.Right>(await CheckAsync(node, email, "Cafe\u0301 au lait 7"));
    }

    [Fact]
    public async Task Nobody_signs_in_without_a_password_or_with_a_stored_text_that_is_no_hash()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync(password: null);
        Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.NoPassword), await CheckAsync(node, email, ""));

        foreach (var stored in new[] { "", "AA==", "no hash", "AQAAAAIAAYagAAAA" })
        {
            await node.ExecuteAsync("UPDATE users SET password_hash = $2 WHERE id = $1", id, stored);
            var before = node.GetRequiredService<HashingLane>().Computed;
            Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.UnreadableHash), await CheckAsync(node, email, ""));
            Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.UnreadableHash), await CheckAsync(node, email, stored));
            Assert.Equal(2, node.GetRequiredService<HashingLane>().Computed - before);
        }
    }

    [Theory]
    [InlineData(0, 0)] // an older format
    [InlineData(4, 3)] // an unknown function
    [InlineData(5, 0x80)] // fewer rounds than none
    [InlineData(11, 0xff)] // a salt longer than all
    [InlineData(12, 0)] // no salt
    public async Task Hash_that_was_tampered_with_opens_nothing_and_costs_as_much(int at, int value)
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();
        var bytes = Convert.FromBase64String(await node.ScalarAsync<string>("SELECT password_hash FROM users WHERE id = $1", id));
        bytes[at] = (byte)value;
        await node.ExecuteAsync("UPDATE users SET password_hash = $2 WHERE id = $1", id, Convert.ToBase64String(bytes));
        var before = node.GetRequiredService<HashingLane>().Computed;

        Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.UnreadableHash), await CheckAsync(node, email, People.Password));
        Assert.Equal(1, node.GetRequiredService<HashingLane>().Computed - before);
    }

    [Fact]
    public async Task Disabled_user_is_refused_with_the_right_password()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();
        await node.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", id);

        Assert.Equal(new PasswordCheck.Wrong(id, WrongReason.Disabled), await CheckAsync(node, email, People.Password));
    }

    [Fact]
    public async Task Hash_is_renewed_once_when_the_cost_has_risen_and_nothing_else_changes()
    {
        await using var cheap = database.PeopleNode(new FakeClock());
        var (id, email) = await cheap.AddPersonAsync();
        var before = await cheap.ScalarAsync<string>("SELECT password_hash FROM users WHERE id = $1", id);
        var stamps = await cheap.ScalarAsync<string>("SELECT security_stamp || concurrency_stamp FROM users WHERE id = $1", id);
        // A lane for each: nobody is turned away, however long a hash takes on a loaded machine.
        await using var dear = database.PeopleNode(new FakeClock(), ("Password:Iterations", "2000"), ("Password:Lanes", "20"));

        var checks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CheckAsync(dear, email, People.Password)));

        Assert.All(checks, c => Assert.IsType<PasswordCheck.Right>(c));
        var after = await dear.ScalarAsync<string>("SELECT password_hash FROM users WHERE id = $1", id);
        Assert.NotEqual(before, after);
        Assert.Equal(stamps, await dear.ScalarAsync<string>("SELECT security_stamp || concurrency_stamp FROM users WHERE id = $1", id));
        Assert.IsType<PasswordCheck.Right>(await CheckAsync(dear, email, People.Password));
        Assert.Equal(after, await dear.ScalarAsync<string>("SELECT password_hash FROM users WHERE id = $1", id));
    }

    [Fact]
    public async Task Unknown_address_costs_the_hash_that_a_known_one_costs()
    {
        await using var node = database.PeopleNode(new FakeClock(), ("Password:Iterations", "1000"));
        var (_, email) = await node.AddPersonAsync();
        var lane = node.GetRequiredService<HashingLane>();

        // Counted, not timed: a clock would tell more about the machine than about us.
        foreach (var address in new[] { email, "nobody@example.org", "no address", "" })
        {
            var before = lane.Computed;
            await CheckAsync(node, address, "wrong");
            Assert.Equal(1, lane.Computed - before);
        }
    }

    [Fact]
    public void Decoy_costs_what_a_hash_costs_and_is_another_each_time()
    {
        var real = Convert.FromBase64String(SaltedHash.Of("password", new byte[SaltedHash.SaltLength], 1234));
        var (decoy, other) = (SaltedHash.Decoy(1234), SaltedHash.Decoy(1234));

        Assert.True(StoredHash.IsReadable(decoy));
        Assert.NotEqual(decoy, other);
        Assert.Equal(real[..13], Convert.FromBase64String(decoy)[..13]); // function, rounds, length of the salt
        Assert.Equal(real.Length, Convert.FromBase64String(decoy).Length);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_turned_away_unchecked()
    {
        await using var node = database.PeopleNode(
            new FakeClock(), ("Password:Iterations", "1000"), ("Password:Lanes", "1"), ("Password:Waiting", "3"));
        var (_, email) = await node.AddPersonAsync();
        using var lane = new ManualResetEventSlim();
        var before = node.GetRequiredService<HashingLane>().RunAsync(() => lane.Wait(TimeSpan.FromMinutes(1)), default);

        var checks = Enumerable.Range(0, 30).Select(_ => CheckAsync(node, email, People.Password)).ToList();
        while (checks.Count(c => c.IsCompleted) < 27)
            await Task.Delay(10);
        Assert.All(checks.Where(c => c.IsCompleted), c => Assert.IsType<PasswordCheck.Busy>(c.Result));

        lane.Set();
        await before;
        Assert.Equal(3, (await Task.WhenAll(checks)).Count(c => c is PasswordCheck.Right));
        Assert.IsType<PasswordCheck.Right>(await CheckAsync(node, email, People.Password));
    }

    private static async Task<PasswordCheck> CheckAsync(ServiceProvider node, string email, string? password)
    {
        StoredPassword? stored = null;
        if (EmailAddress.TryParse(email) is { } address)
        {
            await using var batch = node.GetRequiredService<NpgsqlDataSource>().CreateBatch();
            batch.BatchCommands.Add(StoredPassword.Find(address.Key));
            await using var row = await batch.ExecuteReaderAsync();
            stored = await StoredPassword.ReadAsync(row, default);
        }

        return await node.GetRequiredService<PasswordVerifier>().CheckAsync(stored, password, default);
    }
}
