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

    [Fact]
    public async Task Page_that_some_cannot_use_is_complained_of()
    {
        await using var person = await Chromium.NewPersonAsync();
        var page = await person.NewPageAsync();
        await page.SetContentAsync("<!doctype html><html lang=en><title>Wrong</title><main><img src=x.png><p style=width:9000px>wide</main>");

        var complaints = string.Join('\n', await page.ComplaintsAsync());

        Assert.Contains("image-alt <img", complaints, StringComparison.Ordinal);
        Assert.Contains("scrolls sideways", complaints, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(TestDatabase database, string statement)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
