using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: guessing at one account.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class PasswordGuessingTests(PasswordServer server)
{
    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_06_brute_force_of_one_account_ends_at_a_hundred_a_day(string name)
    {
        var email = await server.NewUserAsync();
        using var door = SignInDoor.Of(name, server.Node.Address);
        var said = new List<Said>();
        for (var i = 0; i < 22; i++)
        {
            for (var j = 0; j < 6; j++)
                said.Add(await door.TryAsync(email, $"Wrong-Horse-{i}-{j}"));
            await server.LetLocksPassAsync(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(100, said.Count(s => s == Said.Refused));
        Assert.Equal(Said.Locked, await door.TryAsync(email, StandardServer.Password));

        // After a day's rest the owner has not lost the account; nor ever, where a code unlocks it.
        await server.LetLocksPassAsync(TimeSpan.FromDays(1));
        Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_08_every_spelling_of_an_address_is_counted_as_one(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var email = await server.NewUserAsync();
        var (local, _) = (email.Split('@')[0], email.Split('@')[1]);
        foreach (var spelling in new[]
        {
            email.ToUpperInvariant(), $" {email} ", $"{local}@EXAMPLE.org", $"{local}@ｅｘａｍｐｌｅ．ｏｒｇ", $"Ｕ{local[1..]}@example.org",
        })
            Assert.Equal(Said.Refused, await door.TryAsync(spelling, "Wrong-Horse-8"));

        Assert.Equal(Said.Locked, await door.TryAsync(email, StandardServer.Password));
        Assert.Equal(Said.In, await door.TryAsync(await server.NewUserAsync(), StandardServer.Password));
    }

    [Fact]
    public async Task PWD_09_all_doors_share_one_count()
    {
        var email = await server.NewUserAsync();
        var doors = SignInDoor.Names.Select(name => SignInDoor.Of(name, server.Node.Address)).ToList();
        for (var i = 0; i < 5; i++)
            Assert.Equal(Said.Refused, await doors[i % doors.Count].TryAsync(email, $"Wrong-Horse-{i}"));

        foreach (var door in doors)
        {
            Assert.Equal(Said.Locked, await door.TryAsync(email, StandardServer.Password));
            Assert.Equal(Said.In, await door.TryAsync(await server.NewUserAsync(), StandardServer.Password));
            door.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_10_of_two_hundred_guesses_at_once_five_are_looked_at(string name)
    {
        var email = await server.NewUserAsync();
        using var door = SignInDoor.Of(name, server.Node.Address);
        var said = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => door.TryAsync(email, $"Wrong-Horse-{i}")));

        Assert.Equal(5, said.Count(s => s == Said.Refused));
        Assert.All(said.Where(s => s != Said.Refused), s => Assert.Equal(Said.Locked, s));
        Assert.Equal(5, await server.ScalarAsync<int>("SELECT max(failures) FROM sign_in_guard WHERE streak = 5 AND locked_until > now()"));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_10_hundred_right_ones_at_once_are_all_let_in(string name)
    {
        var email = await server.NewUserAsync();
        var said = await SignInDoor.TryTogetherAsync(name, server.Node.Address, 100, email, StandardServer.Password);

        Assert.All(said, s => Assert.Equal(Said.In, s));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_11_success_at_the_guessers_own_account_forgives_nothing(string name)
    {
        var (victim, own) = (await server.NewUserAsync(), await server.NewUserAsync());
        using var door = SignInDoor.Of(name, server.Node.Address);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Said.Refused, await door.TryAsync(victim, $"Wrong-Horse-{i}"));
            Assert.Equal(Said.In, await door.TryAsync(own, StandardServer.Password));
        }

        Assert.Equal(Said.Locked, await door.TryAsync(victim, StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_11_success_of_the_owner_forgives_what_was_wrong(string name)
    {
        var email = await server.NewUserAsync();
        using var door = SignInDoor.Of(name, server.Node.Address);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                Assert.Equal(Said.Refused, await door.TryAsync(email, $"Wrong-Horse-{i}"));
            Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
        }
    }

    [Fact]
    public async Task PWD_14_parked_request_is_no_place_to_go_on_guessing_in()
    {
        using var person = await Person.NewAsync(server);
        var login = await person.Browser.FollowAsync(await person.Browser.GetAsync(Person.AuthorizeUrl("trusted")));
        for (var i = 0; i < 5; i++)
            await person.Browser.SubmitAsync(login, ("Email", person.Email), ("Password", $"Wrong-Horse-{i}"));
        using var door = SignInDoor.Of("page", server.Node.Address);
        Assert.Equal(Said.Locked, door.Judge(await person.Browser.SubmitAsync(
            login, ("Email", person.Email), ("Password", StandardServer.Password))));

        // When the lock ends the page knows nothing of it: what counts is the address, there as anywhere.
        await server.LetLocksPassAsync(TimeSpan.FromMinutes(15));
        for (var i = 0; i < 5; i++)
            Assert.Equal(Said.Refused, door.Judge(await person.Browser.SubmitAsync(
                login, ("Email", person.Email), ("Password", $"Wrong-Horse-{i}"))));
        Assert.Equal(Said.Locked, await door.TryAsync(person.Email, StandardServer.Password));
        await server.LetLocksPassAsync(TimeSpan.FromMinutes(15));
        Outcome.Code(await person.SignInAsync(login), server);
    }

    [Fact]
    public async Task PWD_30_count_is_shared_by_nodes_and_outlives_them()
    {
        var email = await server.NewUserAsync();
        using var here = SignInDoor.Of("page", server.Node.Address);
        await using (var other = await server.StartNodeAsync())
        {
            using var there = SignInDoor.Of("page", other.Address);
            for (var i = 0; i < 4; i++)
                Assert.Equal(Said.Refused, await (i % 2 == 0 ? here : there).TryAsync(email, $"Wrong-Horse-{i}"));
            await other.KillAsync();
        }

        await using var next = await server.StartNodeAsync();
        using var again = SignInDoor.Of("page", next.Address);
        Assert.Equal(Said.Refused, await again.TryAsync(email, "Wrong-Horse-8"));
        Assert.Equal(Said.Locked, await again.TryAsync(email, StandardServer.Password));
        Assert.Equal(Said.Locked, await here.TryAsync(email, StandardServer.Password));
        Assert.Equal(Said.In, await here.TryAsync(await server.NewUserAsync(), StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_30_store_that_fails_lets_nobody_in(string name)
    {
        var email = await server.NewUserAsync();
        using var door = SignInDoor.Of(name, server.Node.Address);
        await door.ArriveAsync();
        await server.ExecuteAsync("ALTER TABLE sign_in_guard RENAME TO away");
        try
        {
            Assert.Equal(Said.Busy, await door.TryAsync(email, StandardServer.Password));
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE away RENAME TO sign_in_guard");
        }

        Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
    }
}
