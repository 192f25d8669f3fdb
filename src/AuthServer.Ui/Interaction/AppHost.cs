using AuthServer.Protocol.Clients;

namespace AuthServer.Ui.Interaction;

/// <summary>Where an app lives, as far as we know it.</summary>
internal static class AppHost
{
    /// <summary>The host that the answer goes to, which was checked; a home page is only what the app says of itself.</summary>
    public static string Of(Client client, string redirectUri)
    {
        if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out var target))
            return client.Id;
        if (target.Scheme is not ("https" or "http"))
            return Link(client.Links.Home) is { } home ? new Uri(home).IdnHost : "an app on this device";
        return target.IsLoopback ? "an app on this device" : target.IdnHost;
    }

    /// <summary>The address if a page may link to it.</summary>
    public static string? Link(string? uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" ? uri : null;
}
