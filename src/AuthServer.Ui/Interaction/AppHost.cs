namespace AuthServer.Ui.Interaction;

/// <summary>Where an app lives, as far as we know it.</summary>
internal static class AppHost
{
    /// <summary>
    /// The host that the answer goes to, which was checked; a home page is only what the app says of itself. Null: an app on
    /// the person's device.
    /// </summary>
    public static string? Of(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var target)
        && target.Scheme is "https" or "http" && !target.IsLoopback
            ? target.IdnHost
            : null;

    /// <summary>The address if a page may link to it.</summary>
    public static string? Link(string? uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" ? uri : null;
}
