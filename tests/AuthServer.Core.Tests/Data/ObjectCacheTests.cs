using System.Collections.Concurrent;
using AuthServer.Core.Data;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class ObjectCacheTests
{
    private readonly ConcurrentDictionary<string, string> _rows = new();
    private int _loads;

    [Fact]
    public async Task Load_that_began_before_a_change_never_replaces_a_newer_one()
    {
        _rows["a"] = "old";
        var slow = new TaskCompletionSource();
        var cache = new ObjectCache<string, string>(async (key, _) =>
        {
            var value = _rows[key];
            if (Interlocked.Increment(ref _loads) == 1)
                await slow.Task;
            return value;
        }, 10, TimeProvider.System);

        var early = cache.FindAsync("a", CancellationToken.None).AsTask();
        await Eventually.TrueAsync(() => Volatile.Read(ref _loads) == 1);
        _rows["a"] = "new";
        cache.Remove("a");
        Assert.Equal("new", await cache.FindAsync("a", CancellationToken.None));
        slow.SetResult();
        Assert.Equal("old", await early);
        Assert.Equal("new", await cache.FindAsync("a", CancellationToken.None));
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_load()
    {
        _rows["a"] = "x";
        var cache = Cache(10);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Task.Run(async () => Assert.Equal("x", await cache.FindAsync("a", CancellationToken.None)))));
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task Absence_is_remembered_until_told_otherwise()
    {
        var cache = Cache(10);
        Assert.Null(await cache.FindAsync("a", CancellationToken.None));
        Assert.Null(await cache.FindAsync("a", CancellationToken.None));
        Assert.Equal(1, _loads);
        _rows["a"] = "x";
        cache.Remove("a");
        Assert.Equal("x", await cache.FindAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task What_is_in_use_survives_a_flood_of_unknown_ids()
    {
        _rows["a"] = "x";
        var cache = Cache(100);
        for (var i = 0; i < 1000; i++)
        {
            await cache.FindAsync("a", CancellationToken.None);
            await cache.FindAsync($"unknown {i}", CancellationToken.None);
        }

        Assert.Equal(1001, _loads);
    }

    [Fact]
    public async Task Failed_load_is_not_remembered()
    {
        var fails = true;
        var cache = new ObjectCache<string, string>(
            (_, _) => fails ? throw new InvalidOperationException("down") : Task.FromResult<string?>("x"), 10, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await cache.FindAsync("a", CancellationToken.None));
        fails = false;
        Assert.Equal("x", await cache.FindAsync("a", CancellationToken.None));
    }

    private ObjectCache<string, string> Cache(int size) => new(
        (key, _) =>
        {
            Interlocked.Increment(ref _loads);
            return Task.FromResult(_rows.GetValueOrDefault(key));
        },
        size, TimeProvider.System);
}
