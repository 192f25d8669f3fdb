using AuthServer.Core.Credentials;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class GuardBucketTests
{
    private static readonly LockoutOptions Options = new();
    private readonly FakeClock _clock = new();
    private GuardBucket _bucket = new();

    [Fact]
    public void Five_wrong_ones_lock_for_the_duration_and_counting_starts_anew()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(HasRoom());
            Fail();
        }

        Assert.False(HasRoom());
        Assert.Equal(_clock.GetUtcNow().AddMinutes(15), _bucket.LockedUntil);
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.False(HasRoom());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(HasRoom());
        Fail();
        Assert.True(HasRoom());
        Assert.Equal(1, _bucket.Failures);
    }

    [Fact]
    public void Those_that_are_being_checked_count_as_wrong()
    {
        var tickets = Enumerable.Range(0, 5).Select(_ => Ticket()).ToArray();
        foreach (var ticket in tickets)
            _bucket = _bucket.With(ticket);

        Assert.False(HasRoom());
        _bucket = _bucket.Without(tickets[0]);
        Assert.True(HasRoom());
        _bucket = _bucket.Failed(tickets[1], _clock.GetUtcNow(), Options);
        Assert.Equal((1, 3), (_bucket.Failures, _bucket.Pending.Count));
    }

    [Fact]
    public void Ticket_that_never_comes_back_is_forgotten_after_a_minute()
    {
        for (var i = 0; i < 5; i++)
            _bucket = _bucket.With(Ticket());

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(HasRoom());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(HasRoom());
        Assert.True(Now().IsEmpty);
    }

    [Fact]
    public void Wrong_ones_are_forgotten_after_a_pause_as_long_as_a_lock()
    {
        for (var i = 0; i < 4; i++)
            Fail();
        _clock.Advance(TimeSpan.FromMinutes(15));
        Fail();

        Assert.Equal(1, _bucket.Failures);
        Assert.True(HasRoom());
    }

    [Fact]
    public void Hundred_wrong_ones_lock_for_a_day_however_patient_the_guesser()
    {
        for (var i = 1; i < 100; i++)
        {
            Assert.True(HasRoom());
            Fail();
            if (i % 4 == 0)
                _clock.Advance(TimeSpan.FromMinutes(15));
        }

        Fail();
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.False(HasRoom());
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(HasRoom());
        Assert.True(Now().IsEmpty);
    }

    [Fact]
    public void Threshold_may_be_one()
    {
        var strict = new LockoutOptions { Threshold = 1 };
        Assert.True(_bucket.HasRoom(1));
        Assert.False(_bucket.With(Ticket()).HasRoom(1));
        Assert.NotNull(_bucket.Failed(Ticket(), _clock.GetUtcNow(), strict).LockedUntil);
    }

    private Guid Ticket() => Guid.CreateVersion7(_clock.GetUtcNow());

    private GuardBucket Now() => _bucket.At(_clock.GetUtcNow(), Options.Duration);

    private bool HasRoom() => Now().HasRoom(Options.Threshold);

    private void Fail()
    {
        var ticket = Ticket();
        _bucket = Now().With(ticket).Failed(ticket, _clock.GetUtcNow(), Options);
    }
}
