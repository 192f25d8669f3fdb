using AuthServer.Core.Authorizations;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>Puts a sign-in into this browser, and takes one out.</summary>
public sealed class BrowserSession(SessionCookie cookie, SignedInReader reader, SessionStore sessions, SignOuts signOuts)
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
            await sessions.EndAsync(before.SessionId, SessionEnd.Replaced, ct);
        else
            await signOuts.EndAsync(before.SessionId, ct);
    }

    /// <summary>Signs out whoever sits here.</summary>
    /// <returns>The session that ended; null: nobody was signed in.</returns>
    public async Task<Guid?> EndAsync(HttpContext context, CancellationToken ct)
    {
        var who = await reader.ReadAsync(context, ct);
        if (who is not null)
            await signOuts.EndAsync(who.SessionId, ct);
        SignedInReader.Forget(context);
        return who?.SessionId;
    }
}
