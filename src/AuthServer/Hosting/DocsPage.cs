
namespace AuthServer.Hosting;

/// <summary>The description and a page to try it: /openapi/v1.json and /docs.</summary>
internal static class DocsPage
{
    // Its script makes markup from the description, which trusted types would refuse; no script in the page itself.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Serves the page and its files.</summary>
    public static void UseDocsPage(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal), docs =>
        {
            docs.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                return next(context);
            });
            docs.UseSwaggerUI(page =>
            {
                page.RoutePrefix = "docs";
                page.DocumentTitle = "API";
                page.SwaggerEndpoint("../openapi/v1.json", "API");
                page.EnableTryItOutByDefault();
                // Without the bar on top, whose picture needs a style that the policy refuses.
                page.ConfigObject.AdditionalItems["layout"] = "BaseLayout";
                page.ConfigObject.PersistAuthorization = false;
            });
        });
        app.MapOpenApi("/openapi/{documentName}.json").RequireCors(CorsPolicies.Anyone);
    }
}
