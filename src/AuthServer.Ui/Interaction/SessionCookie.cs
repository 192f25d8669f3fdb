using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// The cookie that names a session, and holds nothing else; encrypted, so that an id seen elsewhere opens nothing.
/// </summary>
public sealed class SessionCookie(IDataProtectionProvider protection)
{
    private const string Cookie = "session";

    private readonly IDataProtector _protector = protection.CreateProtector("AuthServer.Session.v1");

    /// <summary>
    /// Puts the session into the browser; for longer than the browser stays open only where that was asked.
    /// </summary>
    public void Write(HttpContext context, Session session)
    {
        var value = Base64Url.EncodeToString(_protector.Protect(session.Id.ToByteArray()));
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
    internal Guid? Read(HttpContext context)
    {
        if (Cookies.Read(context, Cookie) is not { Length: > 0 and < 1024 } value || !Base64Url.IsValid(value))
            return null;
        try
        {
            var id = _protector.Unprotect(Base64Url.DecodeFromChars(value));
            return id.Length == 16 ? new Guid(id) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
