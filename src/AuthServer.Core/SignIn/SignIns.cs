using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

/// <summary>Begins sessions for who proved who they are.</summary>
public sealed class SignIns(SessionStore sessions, ILogger<SignIns> log)
{
    /// <summary>Begins one; its id is new.</summary>
    /// <param name="device">Browser and system in a few words, for the person's own list of sessions.</param>
    /// <param name="remember">Whether the person asked to stay signed in.</param>
    public async Task<Session> BeginAsync(
        Proven who, SessionKind kind, string? device, bool remember, CancellationToken ct)
    {
        var session = await sessions.CreateAsync(
            new NewSession(who.UserId, who.Epoch, kind, who.Methods, device, remember), ct);
        Counts.Tried(who.Methods[0] == "pwd" ? "password" : "code", "accepted");
        log.SignedIn(who.UserId, string.Join(' ', who.Methods), session.Id);
        return session;
    }
}
