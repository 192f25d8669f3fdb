using AuthServer.Core.Authorizations;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>Where a browser goes once its person has signed out.</summary>
public sealed class AfterSignOut(FrontChannelApps apps, SignOutRequests requests)
{
    private const string Page = "/account/logout";

    /// <summary>
    /// Back to the app that asked; by way of our page where apps hear of it through the browser, and only to our page where
    /// there is nothing to go back to.
    /// </summary>
    /// <param name="ended">The session; null: nobody was signed in.</param>
    /// <param name="clientId">Who asked; null: nobody said.</param>
    /// <param name="returnTo">Judged, with its <c>state</c>; null: none.</param>
    public async Task<string> AddressAsync(
        HttpContext context, Guid? ended, string? clientId, string? returnTo, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isHeard = ended is { } session && (await apps.AddressesAsync(session, ct)).Count > 0;
        if (!isHeard && returnTo is not null)
            return returnTo;
        return isHeard || clientId is not null
            ? Ask(context, clientId, returnTo, isHeard ? ended : null)
            : context.Request.PathBase + Page;
    }

    /// <summary>Our page, for a sign-out that an app asked for.</summary>
    public string Ask(HttpContext context, string? clientId, string? returnTo, Guid? ended = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return $"{context.Request.PathBase}{Page}?logout={Uri.EscapeDataString(requests.ToToken(clientId, returnTo, ended))}";
    }
}
