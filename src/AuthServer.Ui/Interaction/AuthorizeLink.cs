namespace AuthServer.Ui.Interaction;

/// <summary>
/// The ways between the pages and the authorization endpoint. Every page ends at <see cref="Resume"/>.
/// </summary>
public static class AuthorizeLink
{
    /// <summary>The query parameter that names a parked request.</summary>
    public const string Parameter = "request";

    /// <summary>Back to the authorization endpoint, which decides what comes next.</summary>
    public static string Resume(string handle) => With("/connect/authorize/resume", handle);

    /// <summary>To the sign-in page.</summary>
    public static string Login(string handle) => With("/account/login", handle);

    /// <summary>To the page that makes an account.</summary>
    public static string Register(string handle) => With("/account/register", handle);

    /// <summary>To the consent page.</summary>
    public static string Consent(string handle) => With("/account/consent", handle);

    /// <summary>To any of our pages, for the app that waits; null: none waits.</summary>
    internal static string With(string path, string? handle) =>
        handle is null ? path : $"{path}?{Parameter}={Uri.EscapeDataString(handle)}";
}
