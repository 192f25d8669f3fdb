using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

/// <summary>The last step of every sign-in.</summary>
public sealed class SignIns(SessionStore sessions, ILogger<SignIns> log)
{
    /// <summary>Begins a session.</summary>
    /// <param name="device">Browser and system in a few words, for the person's own list of sessions.</param>
    /// <param name="remember">Whether they asked to stay signed in.</param>
    public async Task<Session> BeginAsync(
        Proven proven, SessionKind kind, string? device, bool remember, CancellationToken ct)
    {
        var session = await sessions.CreateAsync(
            new NewSession(proven.UserId, proven.Epoch, kind, proven.Methods, device, remember), ct);
        log.SignedIn(proven.UserId, proven.Methods, session.Id);
        return session;
    }
}
