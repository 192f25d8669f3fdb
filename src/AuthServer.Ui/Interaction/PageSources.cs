using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>What this page's policy (CSP) admits beyond ourselves.</summary>
public sealed class PageSources
{
    private readonly List<string> _formTargets = [];
    private readonly List<string> _images = [];
    private readonly List<string> _frames = [];

    /// <summary>For <c>form-action</c>.</summary>
    public IReadOnlyCollection<string> FormTargets => _formTargets;

    /// <summary>For <c>img-src</c>.</summary>
    public IReadOnlyCollection<string> Images => _images;

    /// <summary>For <c>frame-src</c>.</summary>
    public IReadOnlyCollection<string> Frames => _frames;

    /// <summary>Whether any site may show this page in a frame.</summary>
    public bool IsForFrames { get; private set; }

    /// <summary>Lets this page's forms be sent to the address, and to nowhere else.</summary>
    public static void AllowFormTarget(HttpContext context, string uri) => Add(Of(context)._formTargets, SourceOf(uri));

    /// <summary>
    /// Lets this page's forms, sent to ourselves, lead on to the app at the address. Chromium holds the whole chain of
    /// redirects after a form against the page's policy, also those that the app makes by itself on its way to another
    /// host of its own; so a scheme is allowed here, not a host.
    /// </summary>
    public static void AllowWayOut(HttpContext context, string uri)
    {
        var targets = Of(context)._formTargets;
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return;
        targets.AddRange(parsed.Scheme switch
        {
            "https" => ["https:"],
            "http" => [SourceOf(uri) ?? "http:", "http://localhost:*", "http://127.0.0.1:*", "https:"],
            _ => [parsed.Scheme + ":", "https:"],
        });
    }

    /// <summary>Lets this page show an image from there.</summary>
    public static void AllowImage(HttpContext context, string uri) => Add(Of(context)._images, SourceOf(uri));

    /// <summary>Lets this page load a frame from there.</summary>
    public static void AllowFrame(HttpContext context, string uri) => Add(Of(context)._frames, SourceOf(uri));

    /// <summary>Lets any site show this page in a frame: for a page that shows nothing, and on which nothing can be done.</summary>
    public static void AllowFraming(HttpContext context) => Of(context).IsForFrames = true;

    /// <summary>The narrowest source that covers the address (CSP Level 3 §2.3.1); null when there is none.</summary>
    internal static string? SourceOf(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return null;
        // An app's own scheme has no host; and the grammar of a source knows no IPv6 address.
        if (parsed.Scheme is not ("https" or "http") || parsed.HostNameType == UriHostNameType.IPv6)
            return parsed.Scheme + ":";
        var origin = $"{parsed.Scheme}://{parsed.IdnHost}";
        return parsed.IsDefaultPort ? origin : $"{origin}:{parsed.Port}";
    }

    private static PageSources Of(HttpContext context)
    {
        var sources = context.Features.Get<PageSources>();
        if (sources is null)
            context.Features.Set(sources = new PageSources());
        return sources;
    }

    private static void Add(List<string> sources, string? source)
    {
        if (source is not null && !sources.Contains(source))
            sources.Add(source);
    }
}
