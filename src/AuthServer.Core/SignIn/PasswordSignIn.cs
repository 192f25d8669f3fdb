using System.Diagnostics;
using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

/// <summary>
/// Signs a person in with address and password: the one way, for pages and programs, so that wrong ones are counted once.
/// </summary>
public sealed class PasswordSignIn(
    PasswordVerifier passwords, SignInGuard guard, FailedSignIns failures, TimeProvider clock, ILogger<PasswordSignIn> log)
{
    private static readonly string[] Methods = ["pwd"];
    private long _nextLine;

    /// <summary>Checks, for somebody who is signed in, or will not be.</summary>
    /// <param name="deviceMarks">What the browser keeps from <see cref="KnownDevices"/>; null: a program.</param>
    public async Task<SignInOutcome> CheckAsync(
        string? email, string? password, string? deviceMarks, CancellationToken ct)
    {
        var outcome = await ProveAsync(email, password, deviceMarks, ct);
        if (outcome is SignInOutcome.Accepted { Proven.Ticket: { } ticket })
            await guard.SucceededAsync(ticket, CancellationToken.None);
        return outcome;
    }

    /// <summary>Checks, for somebody whose session <see cref="SignIns"/> begins at once: the guard hears of the right password with it.</summary>
    /// <param name="deviceMarks">What the browser keeps from <see cref="KnownDevices"/>; null: a program.</param>
    public async Task<SignInOutcome> ProveAsync(
        string? email, string? password, string? deviceMarks, CancellationToken ct)
    {
        // Before the database is asked anything: whoever cannot be served costs next to nothing.
        if (passwords.IsBusy)
            return Busy();

        var address = EmailAddress.TryParse(email);
        switch (await guard.AdmitAsync(address?.Key, deviceMarks, ct))
        {
            case Admission.Locked locked:
                Counts.Tried("password", "locked");
                failures.Count(null, "password", "locked");
                log.Locked();
                return new SignInOutcome.Locked(locked.Until);
            case Admission.Throttled throttled:
                Counts.Tried("password", "throttled");
                failures.Count(null, "password", "throttled");
                log.Throttled();
                return new SignInOutcome.Throttled(throttled.Wait);
            case Admission.Admitted admitted:
                return await JudgeAsync(admitted.Ticket, address, password, ct);
            default:
                return Busy();
        }
    }

    private async Task<SignInOutcome> JudgeAsync(
        SignInTicket ticket, EmailAddress? address, string? password, CancellationToken ct)
    {
        PasswordCheck check;
        try
        {
            check = await passwords.CheckAsync(ticket.Stored, password, ct);
        }
        catch
        {
            await guard.ReleasedAsync(ticket, CancellationToken.None);
            throw;
        }

        // Written down whatever becomes of the caller: hanging up is no way to guess uncounted.
        switch (check)
        {
            case PasswordCheck.Right { IsVerified: true } right:
                ticket.Place?.Dispose(); // the ticket itself is given back with the session, or lapses in a minute
                return new SignInOutcome.Accepted(new Proven(right.UserId, right.Epoch, Methods) { Ticket = ticket });
            case PasswordCheck.Right:
                await guard.SucceededAsync(ticket, CancellationToken.None);
                Counts.Tried("password", "unverified");
                return new SignInOutcome.VerificationRequired(address!.Display); // whose password it is
            case PasswordCheck.Wrong wrong:
                await guard.FailedAsync(ticket, wrong.UserId, CancellationToken.None);
                failures.Count(wrong.UserId, "password", wrong.Reason is WrongReason.Disabled ? "disabled" : "refused");
                Counts.Tried("password", "refused");
                log.Refused(wrong.UserId, wrong.Reason);
                return new SignInOutcome.Refused();
            case PasswordCheck.Busy:
                await guard.ReleasedAsync(ticket, CancellationToken.None);
                return Busy();
            default:
                throw new UnreachableException();
        }
    }

    // The metric counts them all; the log has a line a second, lest a storm of sign-ins become one of lines.
    private SignInOutcome.Busy Busy()
    {
        Counts.Tried("password", "busy");
        var (now, next) = (clock.GetTimestamp(), Interlocked.Read(ref _nextLine));
        if (now >= next && Interlocked.CompareExchange(ref _nextLine, now + clock.TimestampFrequency, next) == next)
            log.TooBusy();
        return new SignInOutcome.Busy();
    }
}
