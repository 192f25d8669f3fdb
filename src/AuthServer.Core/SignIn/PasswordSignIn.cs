using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

/// <summary>Looks at address and password.</summary>
public sealed class PasswordSignIn(PasswordVerifier passwords, SignInGuard guard, ILogger<PasswordSignIn> log)
{
    private static readonly string[] Methods = ["pwd"];

    /// <summary>Checks. Tries count by address, whether or not somebody has it.</summary>
    /// <param name="deviceMark">What the browser keeps from <see cref="KnownDevices"/>; null: nothing.</param>
    public async Task<SignInOutcome> CheckAsync(
        string? email, string? password, string? deviceMark, CancellationToken ct)
    {
        // What is no address is nobody's: there is nothing to count, and the usual work is done all the same.
        if (EmailAddress.TryParse(email) is not { } address)
            return Judge(await passwords.CheckAsync(null, password, ct), "");
        switch (await guard.AdmitAsync(address.Key, deviceMark, ct))
        {
            case Admission.Locked(var until):
                return new SignInOutcome.Locked(until);
            case Admission.Admitted(var ticket):
                return Judge(await CheckAsync(address, password, ticket, ct), address.Display);
            default:
                log.TooBusy();
                return new SignInOutcome.Busy();
        }
    }

    // However it ends, the ticket goes back: and a person who goes away cannot keep it from counting.
    private async Task<PasswordCheck> CheckAsync(
        EmailAddress address, string? password, SignInTicket ticket, CancellationToken ct)
    {
        PasswordCheck? check = null;
        try
        {
            return check = await passwords.CheckAsync(address.Display, password, ct);
        }
        finally
        {
            await (check switch
            {
                PasswordCheck.Right => guard.SucceededAsync(ticket, CancellationToken.None),
                PasswordCheck.Wrong => guard.FailedAsync(ticket, CancellationToken.None),
                _ => guard.ReleasedAsync(ticket, CancellationToken.None),
            });
        }
    }

    private SignInOutcome Judge(PasswordCheck check, string email)
    {
        switch (check)
        {
            case PasswordCheck.Busy:
                log.TooBusy();
                return new SignInOutcome.Busy();
            case PasswordCheck.Wrong wrong:
                log.Refused(wrong.UserId, wrong.Reason);
                return new SignInOutcome.Refused();
            case PasswordCheck.Right { IsVerified: false }:
                return new SignInOutcome.VerificationRequired(email);
            case PasswordCheck.Right right:
                return new SignInOutcome.Accepted(new Proven(right.UserId, right.Epoch, Methods));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
