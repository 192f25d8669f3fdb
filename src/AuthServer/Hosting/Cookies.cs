using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Antiforgery;

namespace AuthServer.Hosting;

/// <summary>The one cookie that the framework sets. Those of sign-in stand in the pages' <c>Interaction</c>.</summary>
internal static class Cookies
{
    /// <summary>
    /// Names the antiforgery cookie and its field, and keeps it to this host wherever the issuer is https.
    /// </summary>
    public static IServiceCollection AddCookies(this IServiceCollection services, IConfiguration configuration)
    {
        var isHttps = configuration["Issuer"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        return services.Configure<AntiforgeryOptions>(antiforgery =>
        {
            antiforgery.Cookie.Name = isHttps ? "__Host-form" : "form";
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.HttpOnly = true;
            // Strict would hide it when an app sends the person here, and the new one would spoil forms in other tabs.
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            antiforgery.FormFieldName = FormToken.Field;
            // SecurityHeaders says more.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
    }
}
