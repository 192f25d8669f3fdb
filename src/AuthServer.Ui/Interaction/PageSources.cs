using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>What this page's policy (CSP) admits beyond ourselves.</summary>
public sealed class PageSources
{
    private readonly List<string> _formTargets = [];
    private readonly List<string> _images = [];

    /// <summary>For <c>form-action</c>.</summary>
    public IReadOnlyCollection<string> FormTargets => _formTargets;

    /// <summary>For <c>img-src</c>.</summary>
    public IReadOnlyCollection<string> Images => _images;

    /// <summary>
    /// Lets this page's forms end at the address. Chromium holds the whole chain of redirects after a form against the
    /// page's policy, so a page whose form leads back to an app names that app.
    /// </summary>
    public static void AllowFormTarget(HttpContext context, string uri) => Add(Of(context)._formTargets, uri);

    /// <summary>Lets this page show an image from there.</summary>
    public static void AllowImage(HttpContext context, string uri) => Add(Of(context)._images, uri);

    /// <summary>The narrowest source that covers the address (CSP Level 3 §2.3.1); null when there is none.</summary>
    internal static string? SourceOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return null;
        // An app's own scheme has no host; and the grammar of a source knows no IPv6 address.
        if (parsed.Scheme is not ("https" or "http") || parsed.HostNameType == UriHostNameType.IPv6)
            return parsed.Scheme + ":";
        return parsed.IsDefaultPort ? $"{parsed.Scheme}://{parsed.IdnHost}" : $"{parsed.Scheme}://{parsed.IdnHost}:{parsed.Port}";
    }

    private static PageSources Of(HttpContext context)
    {
        var sources = context.Features.Get<PageSources>();
        if (sources is null)
            context.Features.Set(sources = new PageSources());
        return sources;
    }

    private static void Add(List<string> sources, string uri)
    {
        if (SourceOf(uri) is { } source && !sources.Contains(source))
            sources.Add(source);
    }
}
