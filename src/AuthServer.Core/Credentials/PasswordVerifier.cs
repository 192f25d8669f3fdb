using AuthServer.Core.Credentials.Foreign;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>Tells whether a password is the one that is stored. As much work where none is.</summary>
public sealed class PasswordVerifier
{
    private static readonly User Nobody = new();

    private readonly NpgsqlDataSource _database;
    private readonly IPasswordHasher<User> _hasher;
    private readonly HashingLane _lane;
    private readonly ILogger<PasswordVerifier> _log;
    private readonly string _decoy;

    internal PasswordVerifier(
        NpgsqlDataSource database, IPasswordHasher<User> hasher, HashingLane lane, IOptions<PasswordPolicy> policy,
        ILogger<PasswordVerifier> log) =>
        (_database, _hasher, _lane, _log, _decoy) =
            (database, hasher, lane, log, SaltedHash.Decoy(policy.Value.Iterations));

    /// <summary>Whether so many wait that <see cref="CheckAsync"/> would say so, too.</summary>
    public bool IsBusy => _lane.IsFull;

    /// <summary>Whether a stored hash is of a form, and a cost, that can be verified here: ours, Identity's or another system's.</summary>
    public static bool CanVerify(string hash) => StoredHash.IsReadable(hash) || ForeignHash.Read(hash) is not null;

    /// <summary>Checks; a hash below today's cost is replaced when the password was right.</summary>
    /// <remarks>Counts nothing: a ticket of <see cref="SignInGuard"/> has what is stored.</remarks>
    internal async Task<PasswordCheck> CheckAsync(StoredPassword? stored, string? password, CancellationToken ct)
    {
        // Too long is wrong, without reading it all, and still takes the usual time.
        var offered = PasswordText.TryCompose(password ?? "") ?? "";

        var foreign = stored?.Hash is { } text ? ForeignHash.Read(text) : null;
        var hash = stored?.Hash is { } own && (foreign is not null || StoredHash.IsReadable(own)) ? own : null;

        var result = await _lane.RunAsync(
            () => foreign is null ? _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy, offered) : Verify(foreign, offered), ct);
        if (result is not { } verification)
            return new PasswordCheck.Busy();
        if (stored is null)
            return new PasswordCheck.Wrong(null, WrongReason.UnknownUser);
        if (stored.Hash is null)
            return new PasswordCheck.Wrong(stored.UserId, WrongReason.NoPassword);
        if (hash is null)
        {
            _log.UnreadableHash(stored.UserId);
            return new PasswordCheck.Wrong(stored.UserId, WrongReason.UnreadableHash);
        }

        if (verification is PasswordVerificationResult.Failed || offered.Length == 0)
            return new PasswordCheck.Wrong(stored.UserId, WrongReason.WrongPassword);
        if (!stored.Enabled)
            return new PasswordCheck.Wrong(stored.UserId, WrongReason.Disabled);

        if (verification is PasswordVerificationResult.SuccessRehashNeeded)
            await RehashAsync(stored.UserId, hash, offered, ct);
        return new PasswordCheck.Right(stored.UserId, stored.Epoch, stored.IsVerified);
    }

    // Ours from then on.
    private static PasswordVerificationResult Verify(ForeignHash hash, string password) =>
        hash.Matches(password) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;

    // Only where the hash is still the one that was checked: of many at once one writes, and a change of password in
    // between is never undone. The stamps stay: nothing that the person would notice has changed.
    private async Task RehashAsync(Guid userId, string old, string password, CancellationToken ct)
    {
        var hash = await _lane.RunAsync(() => new Hashed(_hasher.HashPassword(Nobody, password)), ct);
        // Busy: at the next sign-in then.
        if (hash is not { } fresh)
            return;
        await using var command = _database.CreateCommand(
            "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = old });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fresh.Value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private readonly record struct Hashed(string Value);
}
