using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/branding: how the pages present themselves.</summary>
internal static class BrandingCalls
{
    private const string Path = "/branding";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapAdmin("GET", Path, AdminRights.Read, FindAsync).WithSummary("How the pages present themselves")
            .Produces<JsonObject>().Example(null, Example());
        api.MapAdmin<JsonObject>("PUT", Path, AdminRights.Owner, ReplaceAsync).WithSummary("Change how the pages present themselves")
            .WithDescription("Members that are left out take their defaults.")
            .Produces<JsonObject>().Fails(Problems.PreconditionFailed).Example(Example(), Example());
    }

    private static JsonObject Example() => new()
    {
        ["name"] = "Acme ID",
        ["logo_uri"] = "/logo.svg",
        ["accent_color"] = "#4f46e5",
        ["support_uri"] = "https://acme.example/help",
    };

    private static async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        await EditsOf(context).FindAsync(AuditTargets.Branding, "", context.RequestAborted) is { } found
            ? Versions.Shown(context, found.Members, found.Version)
            : Problems.NotFound;

    private static async Task<IResult> ReplaceAsync(Administrator administrator, JsonObject body, HttpContext context) => EditAnswers.Of(
        context,
        await EditsOf(context).ReplaceAsync(AuditTargets.Branding, "", body, administrator.Editor(context), context.RequestAborted));

    private static ObjectEdits EditsOf(HttpContext context) => context.RequestServices.GetRequiredService<ObjectEdits>();
}
