using AuthServer.Core.Authorizations;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>Puts a sign-in into this browser, and takes one out.</summary>
public sealed class BrowserSession(
    SessionCookie cookie, SignedInReader reader, SessionStore sessions, SignOuts signOuts, TimeProvider clock)
{
    /// <summary>The session becomes this browser's; the one before it ends.</summary>
    public async Task BeginAsync(HttpContext context, Session session, CancellationToken ct)
    {
        var before = await reader.ReadAsync(context, ct);
        cookie.Write(context, session);
        if (before is null)
            return;
        // The same person again: what the old session gave lives on. Another person: the first one has left.
        if (before.UserId == session.UserId)
            await sessions.EndAsync(before.SessionId, SessionEnd.Replaced, clock.GetUtcNow(), ct);
        else
            await signOuts.EndAsync(before.SessionId, ct);
    }

    /// <summary>Signs out whoever sits here.</summary>
    public async Task EndAsync(HttpContext context, CancellationToken ct)
    {
        if (await reader.ReadAsync(context, ct) is { } who)
            await signOuts.EndAsync(who.SessionId, ct);
        SignedInReader.Forget(context);
    }
}
