using AuthServer.Core.Recorder;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Attempts;

public sealed class AttemptPurgeTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly NpgsqlDataSource _data = NpgsqlDataSource.Create(database.ConnectionString);

    public async Task InitializeAsync()
    {
        await using var command = _data.CreateCommand("TRUNCATE attempts");
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task Old_ones_go_and_of_too_many_the_oldest()
    {
        using (var log = new AttemptLog(_data, _clock, NullLogger<AttemptLog>.Instance))
        {
            await log.StartAsync(default);
            for (var hours = 0; hours < 30; hours++)
                log.Add(AttemptOf(hours));
            for (var waited = 0; await CountAsync() < 30 && waited < 400; waited++)
                await Task.Delay(25);
            await log.StopAsync(default);
        }

        var options = new RecorderOptions { Retention = Duration.Hours(19.5), MaxAttempts = 1000 };
        var purge = new AttemptPurge(_data, Options.Create(options), _clock);
        Assert.Equal(4, await purge.SweepAsync(new(4), default));
        Assert.Equal(6, await purge.SweepAsync(new(1000), default));
        Assert.Equal(20, await CountAsync());

        options.MaxAttempts = 5;
        Assert.Equal(15, await purge.SweepAsync(new(1000), default));
        Assert.Equal(0, await purge.SweepAsync(new(1000), default));
        Assert.NotNull(await new AttemptStore(_data).FindAsync("00000-00004", default));
    }

    [Fact]
    public async Task What_the_database_cannot_keep_is_dropped_and_the_next_one_is_written()
    {
        using var log = new AttemptLog(_data, _clock, NullLogger<AttemptLog>.Instance);
        log.Add(AttemptOf(1) with { Reason = "\0" });
        await log.StartAsync(default);
        for (var waited = 0; await CountAsync() == 0 && waited < 400; waited++)
        {
            log.Add(AttemptOf(2));
            await Task.Delay(25);
        }

        await log.StopAsync(default);
        Assert.Null(await new AttemptStore(_data).FindAsync("00000-00001", default));
        Assert.NotNull(await new AttemptStore(_data).FindAsync("00000-00002", default));
    }

    private Attempt AttemptOf(int hoursAgo) => new()
    {
        Id = $"00000-{hoursAgo:00000}",
        At = _clock.GetUtcNow().AddHours(-hoursAgo),
        Endpoint = "token",
        Method = "POST",
        Received = [new ReceivedPart("code", null, 3)],
        Node = "a",
    };

    private async Task<long> CountAsync()
    {
        await using var command = _data.CreateCommand("SELECT count(*) FROM attempts");
        return (long)(await command.ExecuteScalarAsync())!; // a count is there
    }
}
