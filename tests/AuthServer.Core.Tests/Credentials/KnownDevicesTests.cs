using AuthServer.Core.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class KnownDevicesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Browser_keeps_its_mark_and_is_renewed_by_use()
    {
        await using var node = database.PeopleNode(_clock);
        var devices = node.GetRequiredService<KnownDevices>();
        var (id, email) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(id, null);

        _clock.Advance(KnownDevices.Lifetime - TimeSpan.FromDays(1));
        Assert.Equal(mark, await node.RememberAsync(id, mark));
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.NotNull(await devices.FindAsync(email, mark, default));
        _clock.Advance(KnownDevices.Lifetime);
        Assert.Null(await devices.FindAsync(email, mark, default));
        Assert.NotEqual(mark, await node.RememberAsync(id, mark));
        while (await devices.SweepAsync(new(2), default) > 0)
            continue;
        Assert.Equal(1, await node.ScalarAsync<long>("SELECT count(*) FROM known_devices WHERE user_id = $1", id));
    }

    [Fact]
    public async Task Mark_is_stored_as_a_hash_alone()
    {
        await using var node = database.PeopleNode(_clock);
        var (id, email) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(id, null);
        var stored = await node.ScalarAsync<string>("SELECT mark_hash FROM known_devices WHERE user_id = $1", id);

        Assert.Equal(43, mark.Length);
        Assert.NotEqual(mark, stored);
        Assert.Null(await node.GetRequiredService<KnownDevices>().FindAsync(email, stored, default));
    }

    [Fact]
    public async Task People_who_share_a_browser_are_all_known_there()
    {
        await using var node = database.PeopleNode(_clock);
        var devices = node.GetRequiredService<KnownDevices>();
        string? marks = null;
        var people = new List<(Guid Id, string Email)>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await node.AddPersonAsync());
            marks = await node.RememberAsync(people[i].Id, marks);
        }

        foreach (var (_, email) in people)
            Assert.NotNull(await devices.FindAsync(email, marks, default));
        var (fifth, _) = await node.AddPersonAsync();
        marks = await node.RememberAsync(fifth, marks);
        Assert.Null(await devices.FindAsync(people[0].Email, marks, default));
        Assert.NotNull(await devices.FindAsync(people[1].Email, marks, default));
    }

    [Fact]
    public async Task User_has_twenty_at_most_and_the_oldest_goes()
    {
        await using var node = database.PeopleNode(_clock);
        var devices = node.GetRequiredService<KnownDevices>();
        var (id, email) = await node.AddPersonAsync();
        var marks = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            marks.Add(await node.RememberAsync(id, null));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(20, await node.ScalarAsync<long>("SELECT count(*) FROM known_devices WHERE user_id = $1", id));
        Assert.Null(await devices.FindAsync(email, marks[4], default));
        Assert.NotNull(await devices.FindAsync(email, marks[5], default));
    }

    [Fact]
    public async Task Password_change_forgets_all_of_the_user_and_of_nobody_else()
    {
        await using var node = database.PeopleNode(_clock);
        var devices = node.GetRequiredService<KnownDevices>();
        var (id, email) = await node.AddPersonAsync();
        var (other, otherEmail) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(id, null);
        var otherMark = await node.RememberAsync(other, null);

        await using (var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await KnownDevices.ForgetAsync(connection, id, default);

        Assert.Null(await devices.FindAsync(email, mark, default));
        Assert.NotNull(await devices.FindAsync(otherEmail, otherMark, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("....")]
    [InlineData("not a mark")]
    [InlineData("'; DROP TABLE users; --")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task Whatever_else_a_browser_sends_is_no_mark(string marks)
    {
        await using var node = database.PeopleNode(_clock);
        var devices = node.GetRequiredService<KnownDevices>();
        var (id, email) = await node.AddPersonAsync();

        Assert.Null(await devices.FindAsync(email, marks, default));
        Assert.Equal(43, (await node.RememberAsync(id, marks)).Length);
        Assert.Equal(43, (await node.RememberAsync(id, new string('x', 100_000))).Length);
    }
}
