using Npgsql;
using Xunit;

namespace AuthServer.Tests.Fixtures;

public sealed class FixturesTests
{
    [Fact]
    public async Task Databases_are_apart()
    {
        await using var one = await TestDatabase.CloneAsync();
        await using var other = await TestDatabase.CloneAsync();
        await ExecuteAsync(one, "create table here (id int)");
        await ExecuteAsync(other, "create table here (id int)");
    }

    [Fact]
    public void Timers_of_the_fake_clock_fire_in_order()
    {
        var clock = new FakeTimeProvider();
        var fired = new List<string>();
        using var slow = clock.CreateTimer(_ => fired.Add("slow"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var fast = clock.CreateTimer(_ => fired.Add("fast"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromMilliseconds(2500));
        Assert.Equal(["fast", "fast"], fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["fast", "fast", "slow", "fast"], fired);
    }

    private static async Task ExecuteAsync(TestDatabase database, string statement)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
