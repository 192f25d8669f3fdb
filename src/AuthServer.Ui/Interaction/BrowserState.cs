using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// What changes when somebody signs in here, or out, and at no other time (OIDC Session Management §4): 32 random bytes in
/// base64url. Our frame in an app's page reads them with a script, from every site, and answers whether they are still
/// those of <c>session_state</c>.
/// </summary>
public static class BrowserState
{
    // check-session.js knows the name.
    private const string Cookie = "browser-state";

    /// <summary>This browser's state, set now if it had none.</summary>
    public static string Ensure(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items.TryGetValue(typeof(BrowserState), out var known) && known is string memo)
            return memo;
        return Cookies.Read(context, Cookie) is { Length: 43 } state && Base64Url.IsValid(state) ? state : Renew(context);
    }

    /// <summary>Somebody signed in or out.</summary>
    /// <param name="until">For as long as the session; null: while the browser is open.</param>
    public static string Renew(HttpContext context, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Cookies.WriteForScripts(context, Cookie, state, until);
        context.Items[typeof(BrowserState)] = state;
        return state;
    }
}
