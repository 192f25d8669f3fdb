using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Names the browser, from before anyone signs in: a parked request goes on only where it began, so that a link to it
/// is worth nothing elsewhere.
/// </summary>
public static class BrowserId
{
    private const string Cookie = "browser";
    private const int Length = 43;

    /// <summary>This browser's name, set now if it had none. 32 random bytes in base64url.</summary>
    public static string Ensure(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(BrowserId), out var known) && known is string memo)
            return memo;

        var id = Cookies.Read(context, Cookie);
        if (id is not { Length: Length } || !Base64Url.IsValid(id))
        {
            id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            Cookies.Write(context, Cookie, id, until: null);
        }

        context.Items[typeof(BrowserId)] = id;
        return id;
    }
}
