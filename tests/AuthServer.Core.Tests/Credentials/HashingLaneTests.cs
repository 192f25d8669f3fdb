using AuthServer.Core.Credentials;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class HashingLaneTests
{
    [Theory]
    [InlineData(0, 1, 41, 41)] // nobody knows yet what one takes
    [InlineData(80, 1, 41, 41)]
    [InlineData(200, 1, 41, 25)]
    [InlineData(200, 2, 82, 50)]
    [InlineData(60_000, 2, 82, 2)]
    public void Nobody_is_let_in_who_would_wait_for_longer_than_wanted(int usual, int lanes, int capacity, int room) =>
        Assert.Equal(room, HashingLane.Room(TimeSpan.FromMilliseconds(usual), TimeSpan.FromSeconds(5), lanes, capacity));

    [Fact]
    public async Task Hashes_stand_behind_everything_else_and_what_follows_them_does_not()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var lane = NewLane(lanes: 2, waiting: 10);

        var inside = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => lane.RunAsync(() => (Policy: LowRank.ReadPolicy(), Nice: LowRank.Read()), default)));
        var after = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await lane.RunAsync(() => 1, default);
            return (LowRank.ReadPolicy(), LowRank.Read());
        }));

        // One that a loaded machine does not let end is begun anew at the other rank.
        Assert.All(inside, rank => Assert.True(rank is { Policy: LowRank.Idle } or { Nice: LowRank.Nice }, $"{rank}"));
        var usual = await Task.Run(() => (LowRank.ReadPolicy(), LowRank.Read()));
        Assert.All(after, rank => Assert.Equal(usual, rank));
    }

    [Fact]
    public async Task Hash_that_a_busy_core_does_not_let_end_is_begun_anew_with_a_share_of_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var lane = NewLane(lanes: 1, waiting: 1);
        using var over = new ManualResetEventSlim();
        await WarmAsync(lane);

        // On an idle core everything ends there: what does not, stands for a core that is never idle.
        (int Policy, int Nice) Starved()
        {
            if (LowRank.ReadPolicy() == LowRank.Idle)
                over.Wait();
            return (LowRank.ReadPolicy(), LowRank.Read());
        }

        Assert.Equal((0, LowRank.Nice), await lane.RunAsync(Starved, default));
        Assert.Equal((0, LowRank.Nice), await lane.RunAsync(Starved, default)); // and others do not wait for that one
        over.Set();
    }

    [Fact]
    public async Task Hash_that_ended_before_its_second_turn_came_is_not_computed_again()
    {
        // Of the usual rank all of them: which ends first is for this test to say, not for the machine.
        using var threads = new HashingThreads(1, () => { });
        using var both = new CountdownEvent(2);
        using var over = new ManualResetEventSlim();
        using var last = new ManualResetEventSlim();
        static bool IsFirst() => Thread.CurrentThread.Name == HashingThreads.NameOfIdle;
        await threads.RunAsync(() => 0);

        // This one is begun twice; it ends where all begin, and is held where it was begun anew.
        await threads.RunAsync(() => { both.Signal(); (IsFirst() ? both.WaitHandle : over.WaitHandle).WaitOne(); return 0; });
        // The second turn of this one is behind that, and comes when it has long ended.
        var computed = 0;
        await threads.RunAsync(() => { over.Wait(TimeSpan.FromSeconds(1.5)); return Interlocked.Increment(ref computed); });
        over.Set();
        // And this one ends behind all those.
        await threads.RunAsync(() => { if (IsFirst()) last.Wait(); return 0; });
        last.Set();

        Assert.Equal(1, computed);
    }

    [Fact]
    public async Task First_hash_of_all_is_not_computed_where_it_can_be_starved()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var lane = NewLane(lanes: 1, waiting: 0);

        Assert.Equal((0, LowRank.Nice), await lane.RunAsync(() => (LowRank.ReadPolicy(), LowRank.Read()), default));
    }

    [Fact]
    public void One_cheap_hash_is_forgotten_and_a_slow_one_changes_little()
    {
        var usual = TimeSpan.FromMilliseconds(60).Ticks;
        var known = HashingThreads.Shortest(usual, took: 1);
        Assert.Equal(1, known);
        for (var i = 0; i < 30; i++)
            known = HashingThreads.Shortest(known, usual);

        Assert.Equal(usual, known);
        Assert.Equal(usual + (usual / 8), HashingThreads.Shortest(usual, took: 20 * usual));
    }

    [Fact]
    public async Task Who_is_let_in_is_served_and_the_next_is_turned_away_at_once()
    {
        using var lane = NewLane(lanes: 1, waiting: 2);
        using var open = new ManualResetEventSlim();
        var admitted = Enumerable.Range(0, 3).Select(i => lane.RunAsync(() => { open.Wait(); return i; }, default)).ToList();

        Assert.True(lane.IsFull);
        var refused = lane.RunAsync(() => 3, default);
        Assert.True(refused.IsCompletedSuccessfully);
        Assert.Null(await refused);

        open.Set();
        Assert.Equal([0, 1, 2], await Task.WhenAll(admitted));
        Assert.False(lane.IsFull);
    }

    [Fact]
    public async Task Hash_that_fails_fails_for_who_asked_and_the_lane_goes_on()
    {
        using var lane = NewLane(lanes: 1, waiting: 0);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => lane.RunAsync<int>(() => throw new InvalidTimeZoneException(), default));

        Assert.Equal(7, await lane.RunAsync(() => 7, default));
    }

    private static async Task WarmAsync(HashingLane lane) => await lane.RunAsync(() => 0, default);

    private static HashingLane NewLane(int lanes, int waiting) =>
        new(Options.Create(new PasswordPolicy { Lanes = lanes, Waiting = waiting }));
}
