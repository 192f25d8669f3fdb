using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>Tells who sits at the browser: cookie, then session, then user, without a query as a rule.</summary>
public sealed class SignedInReader(SessionCookie cookie, LiveSessions sessions)
{
    /// <summary>Null when nobody is signed in. A cookie that opens nothing is taken out of the browser.</summary>
    public async ValueTask<SignedIn?> ReadAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Items.TryGetValue(typeof(SignedInReader), out var known))
            return (SignedIn?)known;

        var session = cookie.Read(context) is { } id ? await sessions.FindAsync(id, ct) : null;
        if (session is null && !context.Response.HasStarted)
            SessionCookie.Clear(context);
        var who = session is null
            ? null
            : new SignedIn(session.UserId, session.Id, session.AuthTime, session.Methods, session.Epoch);
        context.Items[typeof(SignedInReader)] = who;
        return who;
    }

    /// <summary>Who was found already; null: nobody, or nobody looked.</summary>
    public static SignedIn? Known(HttpContext context) =>
        context.Items.TryGetValue(typeof(SignedInReader), out var known) ? (SignedIn?)known : null;

    /// <summary>Makes the rest of this request see that nobody is signed in any more.</summary>
    public static void Forget(HttpContext context)
    {
        SessionCookie.Clear(context);
        AskedLanguage.Forget(context);
        // Nothing that the browser kept of the signed-in pages is left for whoever comes next.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        context.Items[typeof(SignedInReader)] = null;
    }
}
