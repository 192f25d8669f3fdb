using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Changes the password of who knows the current one. Wrong tries count as those at sign-in do.</summary>
public sealed class PasswordChanges
{
    private readonly SubjectCache _subjects;
    private readonly PasswordSignIn _signIn;
    private readonly NewPasswords _newPasswords;
    private readonly PasswordReplacement _replacement;
    private readonly NpgsqlDataSource _database;

    internal PasswordChanges(
        SubjectCache subjects, PasswordSignIn signIn, NewPasswords newPasswords, PasswordReplacement replacement,
        NpgsqlDataSource database)
    {
        (_subjects, _signIn, _newPasswords) = (subjects, signIn, newPasswords);
        (_replacement, _database) = (replacement, database);
    }

    /// <summary>Changes it, and signs the person out everywhere, here too.</summary>
    public async Task<PasswordChangeOutcome> ChangeAsync(PasswordChange change, CancellationToken ct)
    {
        if (await _subjects.LoadAsync(change.UserId, ct) is not { } person)
            return new PasswordChangeOutcome.WrongPassword();
        var complaints = await _newPasswords.JudgeAsync(change.Wanted, person.Email, person.Name, ct);
        if (complaints.Count == 0 && change.Wanted == change.Current)
            complaints = [new Complaint("same")];
        if (complaints.Count > 0)
            return new PasswordChangeOutcome.Refused(complaints);

        return await _signIn.CheckAsync(person.Email, change.Current, null, ct) switch
        {
            SignInOutcome.Accepted(var proven) when proven.UserId == change.UserId => await ReplaceAsync(change, proven.Epoch, ct),
            SignInOutcome.Locked(var until) => new PasswordChangeOutcome.Locked(until),
            SignInOutcome.Busy or SignInOutcome.Throttled => new PasswordChangeOutcome.Busy(),
            _ => new PasswordChangeOutcome.WrongPassword(),
        };
    }

    private async Task<PasswordChangeOutcome> ReplaceAsync(PasswordChange change, long epoch, CancellationToken ct)
    {
        if (await _newPasswords.HashAsync(change.Wanted ?? "", ct) is not { } hash)
            return new PasswordChangeOutcome.Busy();
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await _replacement.ReplaceAsync(
                connection, AuditActions.PasswordChanged, change.UserId, epoch, hash, change.Locale, ct) is not { } ended)
            return new PasswordChangeOutcome.WrongPassword();
        await transaction.CommitAsync(ct);
        _replacement.Announce(ended);
        return new PasswordChangeOutcome.Done();
    }
}
