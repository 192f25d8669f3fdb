using AuthServer.Core.Groups;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Adds mobile numbers to groups, and verifies each by a code that is sent there.</summary>
public sealed class GroupNumbers(NpgsqlDataSource database, GroupStore groups, OneTimeCodes codes, Outbox outbox)
{
    /// <summary>Adds a number and sends a code there; another one to a number that is there and was never verified.</summary>
    /// <param name="phoneNumber">E.164.</param>
    public async Task<NumberAddition> AddAsync(
        Guid userId, Guid groupId, string phoneNumber, string name, string? locale, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var addition = await groups.AddAsync(connection, userId, groupId, phoneNumber, name, ct);
        if (addition is not NumberAddition.Added(var number, var isNew))
            return addition;
        var made = await codes.IssueAsync(
            connection, CodePurpose.ConfirmNumber, KeyOf(userId, phoneNumber), userId, CodeTarget.Text(phoneNumber), ct);
        if (made is not Issuance.Made(var code))
            return isNew ? new NumberAddition.TooSoon(((Issuance.Refused)made).Wait) : new NumberAddition.Exists();
        var message = new NewMessage(MessageKind.ConfirmNumber, MessageChannel.Sms, phoneNumber)
        {
            UserId = userId,
            Locale = locale,
            Code = code.Code,
            ExpiresAt = code.ExpiresAt,
        };
        await outbox.AddAsync(connection, message, ct);
        await transaction.CommitAsync(ct);
        outbox.Nudge();
        return addition;
    }

    /// <summary>Looks at the code that was sent to a number of the person's.</summary>
    /// <returns>True: it is verified now; false: the code is wrong; null: there is no such number.</returns>
    public async Task<bool?> VerifyAsync(Guid userId, Guid groupId, Guid numberId, string? code, CancellationToken ct)
    {
        var group = await groups.FindAsync(userId, groupId, ct);
        if (group?.Numbers.FirstOrDefault(n => n.Id == numberId) is not { PhoneNumber: var phoneNumber })
            return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var check = await codes.ConsumeAsync(connection, CodePurpose.ConfirmNumber, KeyOf(userId, phoneNumber), code, ct);
        var isRight = check is CodeCheck.Right right && right.UserId == userId;
        if (isRight)
            await groups.MarkVerifiedAsync(connection, numberId, ct);
        await transaction.CommitAsync(ct); // a wrong one counts
        return isRight;
    }

    // Not of the row: what counts against a number outlives its being removed and added again.
    private static string KeyOf(Guid userId, string phoneNumber) => $"{userId} {phoneNumber}";
}
