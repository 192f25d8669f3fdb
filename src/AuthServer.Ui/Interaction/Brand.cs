using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Clients;

namespace AuthServer.Ui.Interaction;

/// <summary>The operator's name and colours, as the pages show them.</summary>
/// <param name="Logo">An address that a page may load; null: our own mark.</param>
/// <param name="Help">An https address; null: none.</param>
internal sealed record Brand(string Name, string? Logo, string? Help, string Css)
{
    /// <summary>Changes when <see cref="Css"/> does, so that the stylesheet may be kept for good.</summary>
    public string CssVersion { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)), 0, 6);

    public static Brand From(Branding branding) => new(
        branding.Name, Address(branding.LogoUri), Address(branding.SupportUri),
        new Accent(branding.AccentColor).ToCss());

    // What was declared is checked there; a page still shows no other scheme, ever.
    private static string? Address(string? uri) =>
        uri is null ? null
        : IsOfThisHost(uri) ? "~" + uri
        : Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" ? uri
        : null;

    private static bool IsOfThisHost(string uri) =>
        uri.StartsWith('/') && !uri.StartsWith("//", StringComparison.Ordinal)
        && !uri.Contains('\\', StringComparison.Ordinal);
}
