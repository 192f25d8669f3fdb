using AuthServer.Protocol.Clients;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>What a page shows of the app that asks. All but the host is what the app says of itself.</summary>
/// <param name="Host">Where the answer goes; null: to this device.</param>
/// <param name="IsOurs">Whether the operator made it.</param>
/// <param name="IsUnknown">Whether it made itself known, and nobody looked at it.</param>
internal sealed record AskingApp(string Name, string? Host, bool IsOurs, bool IsUnknown)
{
    /// <summary>An address of a picture.</summary>
    public string? Logo { get; private init; }

    /// <summary>Its privacy policy.</summary>
    public string? Policy { get; private init; }

    /// <summary>Its terms.</summary>
    public string? Terms { get; private init; }

    /// <summary>The app, on this page: which may show its logo then.</summary>
    public static AskingApp On(HttpContext context, Client client, string redirectUri)
    {
        var logo = AppHost.Link(client.Links.Logo);
        if (logo is not null)
            PageSources.AllowImage(context, logo);
        // The address of its document is who such a client is; where an answer goes anybody may say there.
        var host = client.IsDocument ? AppHost.Of(client.Id) : AppHost.Of(redirectUri);
        return new AskingApp(client.Name, host, client.FirstParty, client.IsSelfRegistered)
        {
            Logo = logo,
            Policy = AppHost.Link(client.Links.Policy),
            Terms = AppHost.Link(client.Links.Terms),
        };
    }
}
