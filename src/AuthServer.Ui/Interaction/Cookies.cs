using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Every cookie that we set: ours alone, unreadable to script but for one, never sent along by another site's form.
/// </summary>
internal static class Cookies
{
    // The prefix makes a browser refuse the cookie from any other host, a sub-domain too; it demands https.
    public static string Name(HttpContext context, string name) => context.Request.IsHttps ? "__Host-" + name : name;

    public static string? Read(HttpContext context, string name) => context.Request.Cookies[Name(context, name)];

    public static void Write(HttpContext context, string name, string value, DateTimeOffset? until) =>
        context.Response.Cookies.Append(Name(context, name), value, Options(context, until));

    /// <summary>
    /// For the one that a script of ours reads in a frame in another site's page. Browsers take SameSite=None with Secure
    /// alone; over plain http a frame is of our own site (ports do not matter) or reads nothing.
    /// </summary>
    public static void WriteForScripts(HttpContext context, string name, string value, DateTimeOffset? until)
    {
        var options = Options(context, until);
        options.HttpOnly = false;
        options.SameSite = context.Request.IsHttps ? SameSiteMode.None : SameSiteMode.Lax;
        context.Response.Cookies.Append(Name(context, name), value, options);
    }

    public static void Clear(HttpContext context, string name) =>
        context.Response.Cookies.Delete(Name(context, name), Options(context, null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? until) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Expires = until,
    };
}
