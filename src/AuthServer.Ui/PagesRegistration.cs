using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using AuthServer.Ui.Pages;
using AuthServer.Ui.Pages.Dev;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Ui;

/// <summary>Registers the pages for people.</summary>
public static class PagesRegistration
{
    // Programs read these answers; a page would only confuse them.
    private static readonly PathString[] ForPrograms =
        ["/api", "/connect", "/.well-known", "/health", "/metrics", "/openapi"];

    private static readonly PathString[] ProgramsAlone =
        ["/connect/token", "/connect/par", "/connect/introspect", "/connect/userinfo", "/connect/revoke", "/.well-known",
            "/health"];

    /// <summary>Whether an address has a page, a file or a text in somebody's language. The busiest endpoints have none.</summary>
    public static bool HasPages(HttpContext context) =>
        !Array.Exists(ProgramsAlone, p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));

    /// <summary>Adds the pages and what they stand on.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        AddLanguages(services);
        services.AddHttpClient();
        services.AddScoped<PlaygroundClient>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SignedInReader>();
        services.AddSingleton<BrowserSession>();
        services.AddSingleton<AfterSignOut>();
        services.AddSingleton<BrandReader>();
        services.AddSingleton<SignedInFilter>();
        services.AddSingleton<PlainHttp>();
        services.AddSingleton<Gate>();
        services.AddSingleton<DeviceMark>();
        services.AddSingleton<Arrival>();
        services.AddSingleton<PendingSteps>();
        services.AddSingleton<ComplaintTexts>();
        services.AddSingleton<MemberTexts>().AddSingleton<ClaimTexts>();
        services.AddSingleton<PasswordHints>();
        services.AddSingleton<RegistrationFields>();
        services.AddSingleton<DeskPeople>().AddSingleton<RightsFilter>().AddSingleton<StepUp>().AddSingleton<AccountSections>();
        services.AddRazorPages(pages =>
        {
            pages.Conventions.ConfigureFilter(new WhoAsks());
            pages.Conventions.ConfigureFilter(new KnownMethodFilter());
            pages.Conventions.AddFolderApplicationModelConvention(
                "/Admin", page => page.Filters.Add(new ServiceFilterAttribute<RightsFilter> { IsReusable = true }));
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

    /// <summary>Chooses the language of each answer. Stands after the error pages, which run a request anew.</summary>
    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        return app.Use(next => context =>
        {
            // A request that runs anew has said so before.
            if (IsForPeople(context) && context.Features.Get<IStatusCodeReExecuteFeature>() is null)
                context.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptLanguage);
            return next(context);
        });
    }

    /// <summary>Refuses pages over plain http where the issuer is https. Stands after the languages.</summary>
    public static IApplicationBuilder UseHttpsPages(this IApplicationBuilder app)
    {
        var plain = app.ApplicationServices.GetRequiredService<PlainHttp>();
        return app.Use(next => context =>
            (IsForPeople(context) || HasForms(context)) && context.Features.Get<IStatusCodeReExecuteFeature>() is null && plain.Refuse(context.Request) is { } refusal
                ? refusal.ExecuteAsync(context)
                : next(context));
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

    private static void AddLanguages(IServiceCollection services)
    {
        services.AddLocalization();
        // Letters of every script as they are; what has a meaning in HTML is encoded all the same.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<IHtmlLocalizerFactory, HtmlLocalizerFactory>();
        // Neither holds anything of a request; by default each view makes both anew.
        services.AddSingleton(typeof(IHtmlLocalizer<>), typeof(HtmlLocalizer<>));
        services.Replace(ServiceDescriptor.Singleton(typeof(IStringLocalizer<>), typeof(StringLocalizer<>)));
        services.AddRequestLocalization<TimeProvider>((options, clock) =>
        {
            // Texts alone follow the person: numbers and dates that we read and write are the same for all.
            options.DefaultRequestCulture = new(CultureInfo.InvariantCulture, new CultureInfo(Languages.All[0]));
            options.SupportedCultures = [CultureInfo.InvariantCulture];
            options.SupportedUICultures = [.. Languages.All.Select(CultureInfo.GetCultureInfo)];
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders = [new AskedLanguage(clock)];
        });
    }

    private static bool IsForPeople(HttpContext context) =>
        !Array.Exists(ForPrograms, p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal))
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static bool HasForms(HttpContext context) =>
        Array.Exists(ErrorModel.Forms, p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));

    // Before the antiforgery filter, which stands at 1000.
    private sealed class WhoAsks : IFilterFactory, IOrderedFilter
    {
        public bool IsReusable => true;

        public int Order => 0;

        public IFilterMetadata CreateInstance(IServiceProvider serviceProvider) =>
            serviceProvider.GetRequiredService<SignedInFilter>();
    }
}
