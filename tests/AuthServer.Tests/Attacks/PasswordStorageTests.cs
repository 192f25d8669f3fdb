using System.Diagnostics;
using System.Net;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: what is stored, what checking it costs, and what becomes of odd passwords.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class PasswordStorageTests(PasswordServer server)
{
    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_15_long_and_odd_passwords_count_to_the_last_character(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var longest = string.Concat(Enumerable.Range(0, 205).Select(i => $"Ho{i:D3}"))[..1024];
        foreach (var (password, wrong) in new[]
        {
            (longest[..64], longest[..63]), (longest[..128], longest[..127] + "x"), (longest[..1000], longest[..1001]),
            (longest, longest + "x"), (longest, longest[..1023]),
            ("            ", "           "), ("  Sunny Day 42x  ", "Sunny Day 42x"), (" Sunny-Day-42x", "Sunny-Day-42x"),
            ("🐎🐎🐎🐎🐎🐎🐎🐎", "🐎🐎🐎🐎🐎🐎🐎🐄"), ("Caf\u00e9-au-lait-7", "Cafe-au-lait-7"),
        })
        {
            var email = await server.NewUserAsync();
            await server.SetPasswordAsync(email, password);
            Assert.Equal(Said.Refused, await door.TryAsync(email, wrong));
            Assert.Equal(Said.In, await door.TryAsync(email, password));
        }
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_15_composed_and_decomposed_are_one_password(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var email = await server.NewUserAsync();
        await server.SetPasswordAsync(email, "Caf\u00e9-\u00fcber-7");

        Assert.Equal(Said.In, await door.TryAsync(email, "Caf\u00e9-\u00fcber-7"));
        Assert.Equal(Said.In, await door.TryAsync(email, "Cafe\u0301-u\u0308ber-7"));
        Assert.Equal(Said.Refused, await door.TryAsync(email, "Cafe-uber-7"));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_15_password_of_half_a_megabyte_is_refused_like_another(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var (email, nobody) = (await server.NewUserAsync(), PasswordServer.Nobody());
        var first = await door.PostAsync(email, new string('x', 40_000));
        var second = await door.PostAsync(nobody, new string('x', 40_000));

        Assert.Equal(Said.Refused, door.Judge(first));
        Assert.Equal(door.Neutral(second, nobody), door.Neutral(first, email));
        Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_16_password_that_agrees_for_72_bytes_is_another(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var email = await server.NewUserAsync();
        var start = string.Concat(Enumerable.Repeat("Hors7-", 12));
        Assert.Equal(72, start.Length);
        await server.SetPasswordAsync(email, start + "a");
        foreach (var wrong in new[] { start + "b", start, start + "ab", start + "A" })
            Assert.Equal(Said.Refused, await door.TryAsync(email, wrong));
        Assert.Equal(Said.In, await door.TryAsync(email, start + "a"));

        // No more does it matter where the address ends and the password begins.
        Assert.Equal(Said.Refused, await door.TryAsync(email[1..], email[..1] + start + "a"));
        Assert.Equal(Said.Refused, await door.TryAsync(email + start[..1], start[1..] + "a"));
    }

    [Fact]
    public async Task PWD_21_hundred_sign_ins_renew_an_old_hash_once()
    {
        var email = await server.NewUserAsync();
        await server.SetPasswordAsync(email, StandardServer.Password, iterations: 500);
        var old = await server.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", email);
        const string Stamps = "SELECT security_stamp || concurrency_stamp || epoch FROM users WHERE email = $1";
        var stamps = await server.ScalarAsync<string>(Stamps, email);
        await server.ExecuteAsync(
            """
            CREATE TABLE rewrites (hash text);
            CREATE FUNCTION note_rewrite() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO rewrites VALUES (NEW.password_hash); RETURN NEW; END $$;
            CREATE TRIGGER note_rewrite AFTER UPDATE OF password_hash ON users
                FOR EACH ROW WHEN (OLD.password_hash IS DISTINCT FROM NEW.password_hash) EXECUTE FUNCTION note_rewrite();
            """);
        try
        {
            var said = await SignInDoor.TryTogetherAsync("page", server.Node.Address, 100, email, StandardServer.Password);

            Assert.All(said, s => Assert.Equal(Said.In, s));
            Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM rewrites"));
        }
        finally
        {
            await server.ExecuteAsync("DROP TRIGGER note_rewrite ON users; DROP FUNCTION note_rewrite; DROP TABLE rewrites");
        }

        Assert.NotEqual(old, await server.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", email));
        Assert.Equal(stamps, await server.ScalarAsync<string>(Stamps, email));
        using var again = SignInDoor.Of("page", server.Node.Address);
        Assert.Equal(Said.In, await again.TryAsync(email, StandardServer.Password));
    }

    [Fact]
    public async Task PWD_22_storm_of_sign_ins_does_not_starve_token_traffic()
    {
        // Waiting as by default: with a minute each, as other tests have it, a browser would give up before the server does.
        await using var dear = await server.StartNodeAsync(("Password:Iterations", "210000"), ("Password:LongestWait", "5s"));
        using var desk = new Desk(dear.Address);
        var password = string.Concat(Enumerable.Repeat("Horse-7-", 128));
        using var storm = new CancellationTokenSource();
        var answers = new List<Said>();
        var storming = Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using var door = SignInDoor.Of("page", dear.Address);
            while (!storm.IsCancellationRequested)
            {
                var said = await door.TryAsync(PasswordServer.Nobody(), password);
                lock (answers)
                    answers.Add(said);
            }
        }));

        var waits = new List<TimeSpan>();
        for (var i = 0; i < 40; i++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.OK, (await desk.MachineAsync("machine")).Status);
            waits.Add(watch.Elapsed);
        }

        await storm.CancelAsync();
        await storming;
        // Hashes queue; what needs none does not stand behind them. One of so many hashes takes a tenth of a second.
        Assert.True(waits.Order().ElementAt(waits.Count / 2) < TimeSpan.FromSeconds(1), string.Join(' ', waits));
        Assert.All(answers, a => Assert.True(a is Said.Refused or Said.Busy, a.ToString()));
        Assert.Contains(Said.Refused, answers);
        using var after = SignInDoor.Of("page", dear.Address);
        Assert.Equal(Said.In, await after.TryAsync(await server.NewUserAsync(), StandardServer.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Correct-Horse-7")]
    [InlineData("AA==")]
    [InlineData("AQAAAAIAAYagAAAA")]
    [InlineData("$2x$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy")]
    [InlineData("{{null}}")]
    public async Task PWD_23_what_is_no_hash_opens_to_nothing(string stored)
    {
        using var door = SignInDoor.Of("page", server.Node.Address);
        var (email, nobody) = (await server.NewUserAsync(), PasswordServer.Nobody());
        await server.StoreHashAsync(email, stored == "{{null}}" ? null : stored);
        var unknown = door.Neutral(await door.PostAsync(nobody, "Wrong-Horse-8"), nobody);
        foreach (var password in new[] { "", stored, StandardServer.Password })
        {
            var reply = await door.PostAsync(email, password);
            Assert.Equal(Said.Refused, door.Judge(reply));
            Assert.Equal(unknown, door.Neutral(reply, email));
        }

        if (stored != "{{null}}")
            await server.Node.LogSaysAsync($"password hash of user {await server.IdOfAsync(email)}");
        await server.SetPasswordAsync(email, StandardServer.Password);
        Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
    }

    [Fact]
    public async Task PWD_23_hash_of_which_one_bit_was_turned_opens_to_nothing()
    {
        using var door = SignInDoor.Of("page", server.Node.Address);
        foreach (var at in new[] { 0, 4, 12, 13, 40, 60 })
        {
            var email = await server.NewUserAsync();
            var hash = Convert.FromBase64String(await server.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", email));
            hash[at] ^= 1;
            await server.StoreHashAsync(email, Convert.ToBase64String(hash));
            Assert.Equal(Said.Refused, await door.TryAsync(email, StandardServer.Password));
        }
    }
}
