using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// The page that carries an authorization response to the app in a form (OAuth 2.0 Form Post Response Mode §2). A
/// script file of ours sends it; without script the button does.
/// </summary>
/// <param name="Target">The registered redirect URI.</param>
/// <param name="Members">The response's parameters, in order.</param>
public sealed record FormPostPage(string Target, IReadOnlyList<KeyValuePair<string, string>> Members) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        PageSources.AllowFormTarget(httpContext, Target);
        var texts = httpContext.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(Render(httpContext.Request.PathBase, texts), httpContext.RequestAborted);
    }

    internal string Render(PathString pathBase, IStringLocalizer<Texts> texts)
    {
        var html = HtmlEncoder.Default;
        var root = html.Encode(pathBase.Value ?? "");
        string Text(string key) => html.Encode(texts[key]);
        var page = new StringBuilder(1024);
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
             <!doctype html>
             <html lang="{Languages.Current}" dir="{Languages.Direction}">
             <head>
               <meta charset="utf-8">
               <meta name="viewport" content="width=device-width, initial-scale=1">
               <title>{Text("One moment")}</title>
               <link rel="stylesheet" href="{root}/site.css">
               <link rel="stylesheet" href="{root}/branding.css">
               <script src="{root}/form-post.js" defer></script>
             </head>
             <body><div class="gate"><main><section class="card stack center">
             <h1>{Text("One moment")}</h1>
             <p class="muted">{Text("Taking you back to the app.")}</p>
             <form class="stack" method="post" action="{html.Encode(Target)}">
             """);
        foreach (var (name, value) in Members)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""<input type="hidden" name="{html.Encode(name)}" value="{html.Encode(value)}">""");
        }

        // Shown late, so that nobody sees it who does not need it.
        page.Append(
            CultureInfo.InvariantCulture,
            $"""<button class="button primary wide late">{Text("Continue")}</button>""");
        return page.Append("</form></section></main></div></body></html>").ToString();
    }
}
