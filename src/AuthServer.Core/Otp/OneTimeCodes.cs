using System.Security.Cryptography;
using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Otp;

/// <summary>
/// One-time codes, and the links that do the same: one live of each for a purpose and a key. Everything happens in the
/// transaction that is open on the connection, under the row's lock: of many who use a code at once, one does.
/// </summary>
public sealed class OneTimeCodes
{
    /// <summary>How long a link lives.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long a link lives that nobody asked for, and that gives nothing which is not the person's alone.</summary>
    public static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    // Longer than anything in a row matters.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(3);

    private static readonly SweptTable Rows = new("one_time_codes", due: "touched_at", heldUntil: "link_expires_at");

    private readonly NpgsqlDataSource _database;
    private readonly IRingKeys _keys;
    private readonly OtpOptions _options;
    private readonly TextCounts _texts;
    private readonly TimeProvider _clock;

    internal OneTimeCodes(
        NpgsqlDataSource database, IRingKeys keys, IOptions<OtpOptions> options, TextCounts texts, TimeProvider clock)
    {
        (_database, _keys, _options) = (database, keys, options.Value);
        (_texts, _clock) = (texts, clock);
    }

    /// <summary>How long a code lives.</summary>
    public TimeSpan Lifetime => _options.Lifetime;

    /// <summary>
    /// Lets nobody else at a purpose and key before the end of the transaction. For who must look at more than the code:
    /// rows of codes are locked before any others.
    /// </summary>
    public Task LockAsync(NpgsqlConnection connection, CodePurpose purpose, string key, CancellationToken ct) =>
        CodeRows.LockAsync(connection, purpose, key, _clock.GetUtcNow(), ct);

    /// <summary>
    /// Whether a code may be sent at this moment: neither too soon nor too often. Holds until the end of the transaction,
    /// under <see cref="LockAsync"/>.
    /// </summary>
    /// <param name="target">Where it would be sent.</param>
    public async Task<bool> MayIssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, CodeTarget? target, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        return (await CodeRows.LockAsync(connection, purpose, key, now, ct)).MayIssue(now, _options)
            && (NumberOf(target) is not { } number || await _texts.MayTextAsync(connection, number, now, ct));
    }

    /// <inheritdoc cref="IssueAsync(NpgsqlConnection, CodePurpose, string, Guid?, CodeTarget?, CancellationToken)"/>
    public Task<Issuance> IssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, Guid? userId, CancellationToken ct) =>
        IssueAsync(connection, purpose, key, userId, null, ct);

    /// <summary>Makes a code; the one before dies.</summary>
    /// <param name="key"><see cref="EmailAddress.Key"/>, or what begins with a user's id: see the purpose.</param>
    /// <param name="userId">Whose; null: nobody's, for the counting alone, no code ever matches.</param>
    /// <param name="target">Where it is sent: <see cref="CodeCheck.Right"/> will tell.</param>
    public Task<Issuance> IssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, Guid? userId, CodeTarget? target,
        CancellationToken ct) =>
        IssueAsync(connection, purpose, key, userId, target, LinkLifetime, ct);

    /// <param name="linkLifetime">How long the link lives.</param>
    /// <inheritdoc cref="IssueAsync(NpgsqlConnection, CodePurpose, string, Guid?, CodeTarget?, CancellationToken)"/>
    public async Task<Issuance> IssueAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, Guid? userId, CodeTarget? target, TimeSpan linkLifetime,
        CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var fresh = new FreshCode(CodeHashing.NewCode(_options.Length), CodeHashing.NewToken(), now + _options.Lifetime);
        var ring = _keys.Current(KeyPurpose.OneTimeCode);
        var live = new LiveCode
        {
            UserId = userId,
            Target = target,
            KeyId = ring.Id,
            CodeHash = CodeHashing.OfCode(ring, purpose, key, userId, fresh.Code),
            ExpiresAt = fresh.ExpiresAt,
            LinkHash = CodeHashing.OfToken(purpose, fresh.LinkToken),
            LinkExpiresAt = now + linkLifetime,
        };
        var state = await CodeRows.LockAsync(connection, purpose, key, now, ct);
        if (await CountAsync(connection, purpose, state, target, now, ct) is { } refused)
            return refused;

        await CodeRows.WriteAsync(connection, purpose, key, state.Issue(live, now), now, ct);
        Counts.Issued(purpose);
        return new Issuance.Made(fresh);
    }

    /// <summary>Looks at a code, and spends it if it is right. Commit also when it is wrong: that counts.</summary>
    /// <param name="code">As typed; space around it does not count.</param>
    public async Task<CodeCheck> ConsumeAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, string? code, CancellationToken ct) =>
        await CheckAsync(connection, purpose, key, code, state => state.Right(), ct);

    /// <summary>Spends a right code like <see cref="ConsumeAsync"/>, for a link's token to be used in its place.</summary>
    /// <returns>The token, which lives for <see cref="LinkLifetime"/>; null: the code is wrong.</returns>
    public async Task<string?> ExchangeAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, string? code, CancellationToken ct)
    {
        var token = CodeHashing.NewToken();
        var check = await CheckAsync(
            connection, purpose, key, code,
            state => state.Exchanged(CodeHashing.OfToken(purpose, token), _clock.GetUtcNow() + LinkLifetime), ct);
        return check is CodeCheck.Right ? token : null;
    }

    /// <summary>Looks at a link's token, and spends it, with its code, if it is right.</summary>
    public async Task<CodeCheck> ConsumeLinkAsync(
        NpgsqlConnection connection, CodePurpose purpose, string? linkToken, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        if (await FindAsync(connection, purpose, linkToken, locked: true, ct) is not var (state, key)
            || RightFor(state.Link(now), key) is not { } right)
        {
            Counts.Checked(purpose, isRight: false);
            return new CodeCheck.Wrong();
        }

        Counts.Checked(purpose, isRight: true);
        await CodeRows.WriteAsync(connection, purpose, key, state.Right(), now, ct);
        return right;
    }

    /// <summary>Looks at a link's token; it stays as it is.</summary>
    public async Task<CodeCheck> FindLinkAsync(CodePurpose purpose, string? linkToken, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await FindAsync(connection, purpose, linkToken, locked: false, ct) is var (state, key)
            && RightFor(state.Link(_clock.GetUtcNow()), key) is { } right
            ? right
            : new CodeCheck.Wrong();
    }

    /// <summary>
    /// Lets nobody else at what is live of a user before the end of the transaction. For who spends one code and then
    /// kills others: those who do that side by side must not wait for each other.
    /// </summary>
    public static Task LockAllAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct) =>
        CodeRows.LockAllAsync(connection, userId, ct);

    /// <summary>Kills everything of a user that is live, whatever for; the counts stay.</summary>
    public static Task KillAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct) =>
        CodeRows.KillAsync(connection, userId, Enum.GetValues<CodePurpose>(), ct);

    /// <summary>Kills what opens a user's account; what confirms a new address or number stays.</summary>
    public static Task KillOpeningAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct) => CodeRows.KillAsync(
        connection, userId,
        [CodePurpose.VerifyEmail, CodePurpose.SignIn, CodePurpose.ResetPassword, CodePurpose.Unlock], ct);

    /// <summary>Deletes rows that no longer matter.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(_database, Rows, _clock.GetUtcNow(), Rest, ct);

    /// <summary>
    /// Counts what is about to be sent. Codes are spaced by where they go: a key that is a user's does not say that, and
    /// anybody may name anybody's address or number. So these count in a second row, whose key it is.
    /// </summary>
    /// <returns>Null: it may be sent.</returns>
    private async Task<Issuance.Refused?> CountAsync(
        NpgsqlConnection connection, CodePurpose purpose, CodeState state, CodeTarget? target, DateTimeOffset now,
        CancellationToken ct)
    {
        var place = PlaceOf(purpose, target);
        var at = place is null ? state : await CodeRows.LockAsync(connection, purpose, place, now, ct);
        var (own, there) = (state.HourLeft(now, _options), at.HourLeft(now, _options));
        if (own > TimeSpan.Zero || there > TimeSpan.Zero)
            return new Issuance.Refused(own > there ? own : there, IsTooMany: true);
        if (at.CooldownLeft(now, _options) is var left && left > TimeSpan.Zero)
            return new Issuance.Refused(left, IsTooMany: false);
        if (NumberOf(target) is { } number && !await _texts.CountAsync(connection, number, now, ct))
            return new Issuance.Refused(CodeState.Window, IsTooMany: true);
        if (place is not null)
            await CodeRows.WriteAsync(connection, purpose, place, at.Sent(now), now, ct);
        return null;
    }

    private static string? PlaceOf(CodePurpose purpose, CodeTarget? target) => purpose switch
    {
        CodePurpose.ConfirmEmail => EmailAddress.TryParse(target?.To)?.Key,
        CodePurpose.ConfirmPhone or CodePurpose.ConfirmNumber => NumberOf(target),
        _ => null,
    };

    private async Task<CodeCheck> CheckAsync(
        NpgsqlConnection connection, CodePurpose purpose, string key, string? typed, Func<CodeState, CodeState> right,
        CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var state = await CodeRows.LockExistingAsync(connection, purpose, key, ct) ?? CodeState.Nothing;
        // What cannot be a code is a slip of the hand: it is wrong, and does not count.
        if (CodeHashing.Read(typed, _options.Length) is not { } code)
            return new CodeCheck.Wrong();

        var matches = Matches(state.Live, purpose, key, code);
        var found = matches ? RightFor(state.Code(now), key) : null;
        var after = found is null ? state.Wrong(now, _options) : right(state);
        if (after != state)
            await CodeRows.WriteAsync(connection, purpose, key, after, now, ct);
        Counts.Checked(purpose, found is not null);
        return found is null ? new CodeCheck.Wrong() : found;
    }

    // As much work where nothing is live.
    private bool Matches(LiveCode? live, CodePurpose purpose, string key, string code)
    {
        var ring = live is null ? null : _keys.Find(KeyPurpose.OneTimeCode, live.KeyId);
        var hash = CodeHashing.OfCode(
            ring ?? _keys.Current(KeyPurpose.OneTimeCode), purpose, key, live?.UserId, code);
        return CryptographicOperations.FixedTimeEquals(hash, live?.CodeHash ?? new byte[hash.Length]) && ring is not null;
    }

    private static CodeCheck.Right? RightFor(LiveCode? live, string key) =>
        live?.UserId is { } userId ? new CodeCheck.Right(userId, key, live.Target) : null;

    private static async Task<(CodeState State, string Key)?> FindAsync(
        NpgsqlConnection connection, CodePurpose purpose, string? token, bool locked, CancellationToken ct) =>
        token is { Length: CodeHashing.TokenLength }
            ? await CodeRows.FindLinkAsync(connection, CodeHashing.OfToken(purpose, token), locked, ct)
            : null;

    private static string? NumberOf(CodeTarget? target) =>
        target is { Channel: MessageChannel.Sms, To: var number } ? number : null;
}
