using AuthServer.Ui.Interaction;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Hosting;

/// <summary>The headers that every answer carries, and the policy of every page.</summary>
internal static class SecurityHeaders
{
    /// <summary>Goes first, so that nothing answers without them.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(next => context =>
    {
        context.Response.OnStarting(static state => WriteAsync((HttpContext)state), context);
        return next(context);
    });

    private static Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";

        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        var isRedirect = context.Response.StatusCode is >= 300 and < 400 and not StatusCodes.Status304NotModified;
        if (isPage || isRedirect)
            headers.CacheControl = "no-store";
        if (isPage)
            WriteForPage(context, headers);
        // An answer for programs that a browser is made to show: nothing in it runs, and nobody frames it.
        else if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return Task.CompletedTask;
    }

    private static void WriteForPage(HttpContext context, IHeaderDictionary headers)
    {
        var sources = context.Features.Get<PageSources>() ?? new PageSources();
        if (!sources.IsForFrames)
            headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = sources.IsForFrames ? "cross-origin" : "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
            headers.ContentSecurityPolicy = PagePolicy(sources);
    }

    private static string PagePolicy(PageSources sources) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src {With(sources.Images)}; "
        + $"form-action {With(sources.FormTargets)}; base-uri 'none'; frame-ancestors {(sources.IsForFrames ? "*" : "'none'")}; "
        + (sources.Frames.Count > 0 ? $"frame-src {string.Join(' ', sources.Frames)}; " : "")
        + "require-trusted-types-for 'script'";

    private static string With(IReadOnlyCollection<string> more) =>
        more.Count == 0 ? "'self'" : $"'self' {string.Join(' ', more)}";
}
