using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AuthServer.AdminApi;

/// <summary>Names in paths that may hold any character: an address is a good <c>client_id</c>.</summary>
internal static class PathKeys
{
    /// <summary>
    /// The name at a place in the path, percent-decoded once. Read from the request as it came: what routing makes of it
    /// leaves <c>%2F</c> as it is, and so does not tell it from <c>%252F</c>.
    /// </summary>
    public static string KeyAt(this HttpContext context, string place)
    {
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.PathSegments
            ?? throw new InvalidOperationException("There is no route.");
        var behind = pattern.Reverse().TakeWhile(s => !s.Parts.Any(p => p is RoutePatternParameterPart part && part.Name == place)).Count();
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var segments = target.Split('?', 2)[0].TrimEnd('/').Split('/');
        var key = behind < segments.Length ? Uri.UnescapeDataString(segments[^(behind + 1)]) : "";
        return key.Contains('\0', StringComparison.Ordinal) ? "" : key; // which no text of the database holds
    }
}
