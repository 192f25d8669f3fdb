using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Signs people in by one-time code.</summary>
public sealed class CodeSignIn
{
    private readonly NpgsqlDataSource _database;
    private readonly CodeMessages _messages;
    private readonly FailedSignIns _failures;

    internal CodeSignIn(NpgsqlDataSource database, CodeMessages messages, FailedSignIns failures) =>
        (_database, _messages, _failures) = (database, messages, failures);

    /// <summary>
    /// Sends a code to who has the address: by mail to the verified address, by text message to the verified number.
    /// Nothing tells whether anybody has.
    /// </summary>
    public async Task RequestAsync(string? email, MessageChannel channel, string? locale, CancellationToken ct)
    {
        if (EmailAddress.TryParse(email) is not { } address)
            return;
        await using (var connection = await _database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            var who = await Addressees.FindAsync(connection, address.Key, ct);
            // What nobody has proved to be theirs may be a stranger's: it opens nothing.
            var to = who is { Enabled: true } && (channel == MessageChannel.Sms ? who.PhoneNumberVerified : who.EmailVerified)
                ? who
                : null;
            await _messages.SendAsync(connection, CodePurpose.SignIn, address, to, channel, locale, ct);
            await transaction.CommitAsync(ct);
        }

        _messages.Nudge();
    }

    /// <summary>Looks at the code.</summary>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public async Task<Proven?> VerifyAsync(string? email, string? code, CancellationToken ct)
    {
        if (EmailAddress.TryParse(email) is not { } address)
            return null;
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var right = await _messages.Codes.ConsumeAsync(connection, CodePurpose.SignIn, address.Key, code, ct)
            as CodeCheck.Right;
        var epoch = right is null ? null : await FindEpochAsync(connection, right, ct);
        await transaction.CommitAsync(ct);
        if (epoch is null)
        {
            Counts.Tried("code", "refused");
            _failures.Count(right?.UserId, "code", "refused");
        }

        return right is null || epoch is null ? null : new Proven(right.UserId, epoch.Value, CodeMethods.Of(right.Target));
    }

    // Once more: address, number or account may be somebody else's, or nobody's, since the code was sent.
    private static async Task<long?> FindEpochAsync(NpgsqlConnection connection, CodeCheck.Right right, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT epoch FROM users
            WHERE id = $1 AND normalized_email = $2 AND enabled
              AND CASE WHEN $3 THEN phone_number_verified AND phone_number = $4 ELSE email_verified END
            """,
            connection);
        command.Parameters.AddWithValue(right.UserId);
        command.Parameters.AddWithValue(right.Key);
        command.Parameters.AddWithValue(right.Target?.Channel == MessageChannel.Sms);
        command.Parameters.AddWithValue(right.Target?.To ?? "");
        return (long?)await command.ExecuteScalarAsync(ct);
    }
}
