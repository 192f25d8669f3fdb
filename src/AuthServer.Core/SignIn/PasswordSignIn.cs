using AuthServer.Core.Credentials;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

/// <summary>Signs a person in with address and password.</summary>
public sealed class PasswordSignIn(PasswordVerifier passwords, SessionStore sessions, ILogger<PasswordSignIn> log)
{
    private static readonly string[] Methods = ["pwd"];

    /// <summary>Checks, and begins a browser session.</summary>
    /// <param name="device">Browser and system in a few words, for the person's own list of sessions.</param>
    public async Task<SignInOutcome> SignInAsync(
        string? email, string? password, string? device, bool remember, CancellationToken ct)
    {
        switch (await passwords.CheckAsync(email, password, ct))
        {
            case PasswordCheck.Busy:
                Counts.Tried("password", "busy");
                log.TooBusy();
                return new SignInOutcome.Busy();
            case PasswordCheck.Wrong wrong:
                Counts.Tried("password", "refused");
                log.Refused(wrong.UserId, wrong.Reason);
                return new SignInOutcome.Refused();
            case PasswordCheck.Right right:
                var session = await sessions.CreateAsync(
                    new NewSession(right.UserId, right.Epoch, SessionKind.Browser, Methods, device, remember), ct);
                Counts.Tried("password", "accepted");
                log.SignedIn(right.UserId, session.Id);
                return new SignInOutcome.SignedIn(session);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
