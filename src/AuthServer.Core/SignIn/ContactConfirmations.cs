using AuthServer.Core.Data;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Takes the code that was sent to a new address or number: from then on it is the account's.</summary>
public sealed class ContactConfirmations(
    NpgsqlDataSource database, OneTimeCodes codes, PendingChanges pending, ContactTaking taking, FeedReader feed,
    TimeProvider clock)
{
    /// <summary>Takes the code.</summary>
    /// <param name="locale">Of the request.</param>
    /// <returns>Null: it is done.</returns>
    public async Task<ProfileOutcome?> ConfirmAsync(
        Guid userId, ContactKind kind, string? code, string? locale, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await OneTimeCodes.LockAllAsync(connection, userId, ct);
        if (await TakePendingAsync(connection, userId, kind, code, ct) is not { } value)
        {
            await transaction.CommitAsync(ct); // a wrong one counts
            return new ProfileOutcome.WrongCode();
        }

        // What was sent to the old address must not open the account any more. Rows of codes are locked before those of
        // users, by everybody.
        if (kind is ContactKind.Email)
            await OneTimeCodes.KillOpeningAsync(connection, userId, ct);
        if (!await taking.TakeAsync(transaction, userId, kind, value, locale, ct))
        {
            await transaction.CommitAsync(ct); // the code is spent, and nothing waits any more
            return new ProfileOutcome.AddressInUse();
        }

        var entry = await FeedLines.AddChangedAsync(connection, FeedKind.UserChanged, userId.ToString(), clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        taking.Announce();
        return null;
    }

    /// <summary>What the code proves; null: it is wrong, or nothing waits for it.</summary>
    private async Task<string?> TakePendingAsync(
        NpgsqlConnection connection, Guid userId, ContactKind kind, string? code, CancellationToken ct)
    {
        var check = await codes.ConsumeAsync(connection, ContactChanges.PurposeOf(kind), userId.ToString(), code, ct);
        if (check is not CodeCheck.Right right || right.UserId != userId)
            return null;
        var value = await pending.TakeAsync(connection, userId, kind, ct);
        return right.Target is null || right.Target.To == value ? value : null;
    }
}
