namespace AuthServer.Core.Otp;

/// <summary>
/// A purpose and a key: the code that is live, and what counts against it. Pure: time comes in, nothing goes out. Counts
/// belong to an hour that begins with the first of them, not to a code: they outlive it, and are cleared by a right code
/// or the hour's end.
/// </summary>
internal sealed record CodeState
{
    /// <summary>How long counts last.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static readonly CodeState Nothing = new();

    public LiveCode? Live { get; init; }

    /// <summary>When the hour began; null: nothing is counted.</summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>Wrong ones.</summary>
    public int Attempts { get; init; }

    public int Sends { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether a code may be sent: not too soon, not too often, and not too many were wrong.</summary>
    public bool MayIssue(DateTimeOffset now, OtpOptions options) =>
        HourLeft(now, options) == TimeSpan.Zero && CooldownLeft(now, options) == TimeSpan.Zero;

    /// <summary>How long nothing is sent because too much was, or too many were wrong; zero: it may be.</summary>
    public TimeSpan HourLeft(DateTimeOffset now, OtpOptions options)
    {
        var state = At(now);
        return state.CountedSince is { } since && (state.Attempts >= options.MaxAttempts || state.Sends >= options.HourlyCap)
            ? since + Window - now
            : TimeSpan.Zero;
    }

    /// <summary>How long nothing is sent because something was a moment ago; zero: it may be.</summary>
    public TimeSpan CooldownLeft(DateTimeOffset now, OtpOptions options) =>
        SentAt + options.ResendCooldown.Value is { } end && now < end ? end - now : TimeSpan.Zero;

    /// <summary>Replaces what is live; where <see cref="MayIssue"/> says so.</summary>
    public CodeState Issue(LiveCode fresh, DateTimeOffset now) => Sent(now) with { Live = fresh };

    /// <summary>Whether another message may be sent, where they are counted without a code.</summary>
    public bool MayText(DateTimeOffset now, int cap) => At(now).Sends < cap;

    /// <summary>Counts a message.</summary>
    public CodeState Sent(DateTimeOffset now)
    {
        var state = At(now);
        return state with { Sends = state.Sends + 1, CountedSince = state.CountedSince ?? now, SentAt = now };
    }

    /// <summary>The code that a try is compared with; null: none is live, and the try is wrong.</summary>
    public LiveCode? Code(DateTimeOffset now) =>
        Live is { CodeHash: not null, UserId: not null } live && now < live.ExpiresAt ? live : null;

    /// <summary>The same for a link.</summary>
    public LiveCode? Link(DateTimeOffset now) =>
        Live is { UserId: not null } live && now < live.LinkExpiresAt ? live : null;

    /// <summary>A right code, or link: spent, with the other, and nothing counts any more.</summary>
    public CodeState Right() => this with { Live = null, CountedSince = null, Attempts = 0, Sends = 0 };

    /// <summary>A right code that leaves a link to be used in its place.</summary>
    public CodeState Exchanged(byte[] linkHash, DateTimeOffset expiresAt) => Right() with
    {
        Live = Live is null ? null : Live with { CodeHash = null, LinkHash = linkHash, LinkExpiresAt = expiresAt },
    };

    /// <summary>
    /// A wrong code. Without a live one it does not count: it could not have been right, and strangers must not use up
    /// somebody's tries before there is anything to try. The last one kills what is live.
    /// </summary>
    public CodeState Wrong(DateTimeOffset now, OtpOptions options)
    {
        if (Live is not { CodeHash: not null } || now >= Live.ExpiresAt)
            return this;
        var state = At(now);
        var attempts = state.Attempts + 1;
        return state with
        {
            Live = attempts >= options.MaxAttempts ? null : Live,
            Attempts = attempts,
            CountedSince = state.CountedSince ?? now,
        };
    }

    private CodeState At(DateTimeOffset now) => CountedSince is { } since && now >= since + Window
        ? this with { CountedSince = null, Attempts = 0, Sends = 0 }
        : this;
}
