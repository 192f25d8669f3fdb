using AuthServer.Core.Otp;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AuthServer.Core.Tests.Otp;

public sealed class CodeStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OtpOptions Options = new();

    [Fact]
    public void Code_lives_for_its_time_and_the_link_for_its_own()
    {
        var state = CodeState.Nothing.Issue(Fresh(Start), Start);

        Assert.NotNull(state.Code(Start.AddMinutes(10).AddTicks(-1)));
        Assert.Null(state.Code(Start.AddMinutes(10)));
        Assert.NotNull(state.Link(Start.AddMinutes(15).AddTicks(-1)));
        Assert.Null(state.Link(Start.AddMinutes(15)));
    }

    [Fact]
    public void Right_one_spends_code_and_link_and_clears_the_counts_but_not_the_cooldown()
    {
        var state = CodeState.Nothing.Issue(Fresh(Start), Start).Wrong(Start, Options).Right();

        Assert.Null(state.Code(Start));
        Assert.Null(state.Link(Start));
        Assert.Equal((0, 0), (state.Attempts, state.Sends));
        Assert.False(state.MayIssue(Start.AddSeconds(29), Options));
        Assert.True(state.MayIssue(Start.AddSeconds(30), Options));
    }

    [Fact]
    public void Newer_code_replaces_the_older_and_keeps_what_counts()
    {
        var older = Fresh(Start);
        var newer = Fresh(Start.AddSeconds(30));
        var state = CodeState.Nothing.Issue(older, Start).Wrong(Start, Options).Issue(newer, Start.AddSeconds(30));

        Assert.Same(newer, state.Code(Start.AddSeconds(31)));
        Assert.Equal((1, 2), (state.Attempts, state.Sends));
    }

    [Fact]
    public void Wrong_ones_count_across_resends_until_nothing_works()
    {
        var (state, now) = (CodeState.Nothing, Start);
        for (var i = 0; i < 5; i++, now += TimeSpan.FromSeconds(31))
        {
            Assert.True(state.MayIssue(now, Options));
            state = state.Issue(Fresh(now), now).Wrong(now, Options);
        }

        Assert.Null(state.Code(now));
        Assert.Null(state.Link(now));
        Assert.False(state.MayIssue(now, Options));
        Assert.False(state.MayIssue(Start.AddHours(1).AddTicks(-1), Options));
        Assert.True(state.MayIssue(Start.AddHours(1), Options));
    }

    [Fact]
    public void Wrong_one_does_not_count_where_nothing_is_live()
    {
        Assert.Equal(CodeState.Nothing, CodeState.Nothing.Wrong(Start, Options));
        var state = CodeState.Nothing.Issue(Fresh(Start), Start);
        Assert.Equal(state, state.Wrong(Start.AddMinutes(10), Options));
        var exchanged = state.Exchanged([1], Start.AddMinutes(15));
        Assert.Equal(exchanged, exchanged.Wrong(Start, Options));
    }

    [Fact]
    public void Hour_has_its_cap_and_begins_with_the_first()
    {
        var (state, now) = (CodeState.Nothing, Start);
        for (var i = 0; i < 10; i++, now += TimeSpan.FromMinutes(1))
        {
            Assert.True(state.MayIssue(now, Options));
            state = state.Issue(Fresh(now), now);
        }

        Assert.False(state.MayIssue(now, Options));
        Assert.True(state.MayIssue(Start.AddHours(1), Options));
        Assert.Equal(1, state.Issue(Fresh(Start.AddHours(1)), Start.AddHours(1)).Sends);
    }

    [Fact]
    public void Code_that_outlives_its_hour_begins_the_next_count()
    {
        var late = Start.AddMinutes(55);
        var state = CodeState.Nothing.Issue(Fresh(Start), Start).Wrong(Start, Options).Issue(Fresh(late), late);

        state = state.Wrong(Start.AddMinutes(61), Options);

        Assert.Equal((1, 0), (state.Attempts, state.Sends));
        Assert.Equal(Start.AddMinutes(61), state.CountedSince);
    }

    [Fact]
    public void Exchanged_code_leaves_a_link_alone()
    {
        var state = CodeState.Nothing.Issue(Fresh(Start), Start).Exchanged([7], Start.AddMinutes(20));

        Assert.Null(state.Code(Start));
        Assert.Equal([7], state.Link(Start.AddMinutes(19))?.LinkHash);
    }

    [Fact]
    public void What_is_nobodys_never_matches()
    {
        var state = CodeState.Nothing.Issue(Fresh(Start) with { UserId = null }, Start);
        Assert.Null(state.Code(Start));
        Assert.Null(state.Link(Start));
        Assert.Equal(1, state.Wrong(Start, Options).Attempts);
    }

    [Fact]
    public void Clock_that_steps_back_opens_nothing()
    {
        var state = CodeState.Nothing.Issue(Fresh(Start), Start);
        Assert.False(state.MayIssue(Start.AddMinutes(-5), Options));
    }

    /// <summary>Whatever anybody does, in whatever rhythm: tries within an hour are few, and so are codes.</summary>
    [Fact]
    public void No_hour_sees_more_tries_or_codes_than_the_settings_allow()
    {
        var steps = Gen.Choose(0, 2).Zip(Gen.Choose(0, 900)).ListOf(200);
        Prop.ForAll(steps.ToArbitrary(), list =>
        {
            var (state, now) = (CodeState.Nothing, Start);
            var tries = new List<DateTimeOffset>();
            var codes = new List<DateTimeOffset>();
            foreach (var (step, seconds) in list)
            {
                now += TimeSpan.FromSeconds(seconds);
                if (step > 0 && state.Code(now) is not null)
                {
                    tries.Add(now);
                    state = state.Wrong(now, Options);
                }
                else if (state.MayIssue(now, Options))
                {
                    codes.Add(now);
                    state = state.Issue(Fresh(now), now);
                }
            }

            // Two hours in a row may lie side by side within one: no more than twice as many.
            return Most(tries) <= 2 * Options.MaxAttempts && Most(codes) <= 2 * Options.HourlyCap
                && codes.Zip(codes.Skip(1)).All(p => p.Second - p.First >= Options.ResendCooldown);
        }).QuickCheckThrowOnFailure();
    }

    private static int Most(List<DateTimeOffset> times) =>
        times.Count == 0 ? 0 : times.Max(t => times.Count(o => o >= t && o < t + TimeSpan.FromHours(1)));

    private static LiveCode Fresh(DateTimeOffset now) => new()
    {
        UserId = Guid.CreateVersion7(now),
        CodeHash = [1],
        ExpiresAt = now.AddMinutes(10),
        LinkHash = [2],
        LinkExpiresAt = now.AddMinutes(15),
    };
}
