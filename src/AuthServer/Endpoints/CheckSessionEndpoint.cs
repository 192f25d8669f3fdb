using System.Text.Encodings.Web;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>GET /connect/checksession — the frame of OIDC Session Management 1.0 §3.2, which answers an app's page.</summary>
internal static class CheckSessionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/connect/checksession", (HttpContext context) =>
    {
        PageSources.AllowFraming(context);
        var root = HtmlEncoder.Default.Encode(context.Request.PathBase.Value ?? "");
        return Results.Text(
            $"""<!doctype html><meta charset="utf-8"><title>Session</title><script src="{root}/check-session.js"></script>""",
            "text/html; charset=utf-8");
    });
}
