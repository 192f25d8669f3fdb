using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// The cookie that names a session, and holds nothing else; encrypted, so that an id seen elsewhere opens nothing.
/// </summary>
public sealed class SessionCookie(Envelopes envelopes)
{
    private const string Cookie = "session";

    /// <summary>
    /// Puts the session into the browser; for longer than the browser stays open only where that was asked.
    /// </summary>
    public void Write(HttpContext context, Session session)
    {
        var value = envelopes.Seal(KeyPurpose.Session, session.Id.ToByteArray());
        var until = session.Remembered ? session.ExpiresAt : (DateTimeOffset?)null;
        Cookies.Write(context, Cookie, value, until);
        BrowserState.Renew(context, until);
    }

    /// <summary>Takes it out.</summary>
    public static void Clear(HttpContext context)
    {
        if (Cookies.Read(context, Cookie) is null)
            return;
        Cookies.Clear(context, Cookie);
        BrowserState.Renew(context);
    }

    /// <summary>The session that the browser names; null when it names none, or nonsense.</summary>
    internal Guid? Read(HttpContext context) =>
        Cookies.Read(context, Cookie) is { Length: > 0 and < 1024 } value
        && envelopes.Open(KeyPurpose.Session, value) is { Length: 16 } id
            ? new Guid(id)
            : null;
}
