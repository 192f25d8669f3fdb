using AuthServer.Ui.Interaction;
using AuthServer.Ui.Pages.Dev;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Ui;

/// <summary>Registers the pages for people.</summary>
public static class PagesRegistration
{
    // Programs read these answers; a page would only confuse them.
    private static readonly PathString[] ForPrograms =
        ["/api", "/connect", "/.well-known", "/health", "/metrics", "/openapi"];

    /// <summary>Adds the pages and what they stand on.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpClient();
        services.AddScoped<PlaygroundClient>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SignedInReader>();
        services.AddSingleton<BrowserSession>();
        services.AddSingleton<BrandReader>();
        services.AddSingleton<SignedInFilter>();
        services.AddRazorPages(pages =>
        {
            pages.Conventions.ConfigureFilter(new WhoAsks());
            pages.Conventions.ConfigureFilter(new KnownMethodFilter());
        });
        return services;
    }

    /// <summary>
    /// Shows the error page where a person would otherwise see an empty answer, and wherever an endpoint returned a
    /// <see cref="GateError"/>. Stands before the endpoints.
    /// </summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app)
    {
        app.UseStatusCodePagesWithReExecute("/account/error");
        return app.Use(next => context =>
        {
            if (!IsForPeople(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            return next(context);
        });
    }

    /// <summary>Maps the pages, the stylesheet of the brand, and the way from <c>/</c>.</summary>
    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRazorPages()
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]));
        endpoints.MapGet("/", () => Results.LocalRedirect("~/account"));
        endpoints.MapGet("/branding.css", async (HttpContext context, BrandReader brands) =>
        {
            var brand = await brands.ReadAsync(context.RequestAborted);
            var isCurrent = context.Request.Query["v"] == brand.CssVersion;
            context.Response.Headers.CacheControl = isCurrent ? "public, max-age=31536000, immutable" : "no-cache";
            return Results.Text(brand.Css, "text/css; charset=utf-8");
        });
    }

    private static bool IsForPeople(HttpContext context) =>
        !Array.Exists(ForPrograms, p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal))
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    // Before the antiforgery filter, which stands at 1000.
    private sealed class WhoAsks : IFilterFactory, IOrderedFilter
    {
        public bool IsReusable => true;

        public int Order => 0;

        public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) =>
            serviceProvider.GetRequiredService<SignedInFilter>();
    }
}
