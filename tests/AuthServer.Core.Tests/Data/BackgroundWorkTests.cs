using AuthServer.Core.Data;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class BackgroundWorkTests
{
    private int _runs;
    private int _atOnce;
    private int _most;

    [Fact]
    public async Task Never_two_at_once_and_the_last_request_is_not_lost()
    {
        var wanted = 0;
        var done = 0;
        using var work = new BackgroundWork(async _ =>
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _atOnce));
            var seen = Volatile.Read(ref wanted);
            await Task.Yield();
            Volatile.Write(ref done, seen);
            Interlocked.Decrement(ref _atOnce);
            Interlocked.Increment(ref _runs);
        }, TimeSpan.Zero, TimeProvider.System, _ => { });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                Interlocked.Increment(ref wanted);
                work.Request();
            }
        })));
        await Eventually.TrueAsync(() => Volatile.Read(ref done) == 20_000);
        Assert.Equal(1, _most);
    }

    [Fact]
    public async Task Requests_within_the_interval_cause_one_more_run()
    {
        var clock = new FakeClock();
        using var work = new BackgroundWork(_ =>
        {
            Interlocked.Increment(ref _runs);
            return Task.CompletedTask;
        }, TimeSpan.FromHours(1), clock, _ => { });

        work.Request();
        await Eventually.TrueAsync(() => Volatile.Read(ref _runs) == 1);
        for (var i = 0; i < 100; i++)
            work.Request();
        await Task.Delay(50);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Failure_is_told_and_tried_again()
    {
        var told = 0;
        using var work = new BackgroundWork(_ =>
        {
            return Interlocked.Increment(ref _runs) == 1
                ? throw new InvalidOperationException("down")
                : Task.CompletedTask;
        }, TimeSpan.FromMilliseconds(1), TimeProvider.System, _ => Interlocked.Increment(ref told));
        work.Request();
        await Eventually.TrueAsync(() => Volatile.Read(ref _runs) == 2);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Stopping_twice_harms_nobody()
    {
        var work = new BackgroundWork(_ => Task.CompletedTask, TimeSpan.Zero, TimeProvider.System, _ => { });
        work.Dispose();
        work.Dispose();
        work.Request();
    }
}
