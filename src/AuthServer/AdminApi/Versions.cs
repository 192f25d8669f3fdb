using System.Globalization;
using AuthServer.Hosting;
using Microsoft.Net.Http.Headers;

namespace AuthServer.AdminApi;

/// <summary>
/// What keeps two administrators from overwriting each other (RFC 9110 §13.1.1): an answer says which version it shows, a
/// change says which one it was decided on. Without <c>If-Match</c> the last one wins.
/// </summary>
internal static class Versions
{
    /// <summary>200 with the object and its <c>ETag</c>.</summary>
    public static IResult Shown<T>(HttpContext context, T body, string version)
    {
        context.Response.Headers.ETag = TagOf(version);
        return Answer.Ok(body);
    }

    /// <summary>200 with JSON as it stands, and its <c>ETag</c>.</summary>
    public static IResult Document(HttpContext context, ReadOnlyMemory<byte> json, string version)
    {
        context.Response.Headers.ETag = TagOf(version);
        return Results.Bytes(json, "application/json; charset=utf-8");
    }

    /// <summary>201 with the object and its <c>ETag</c>.</summary>
    public static IResult Created<T>(HttpContext context, T body, string version)
    {
        context.Response.Headers.ETag = TagOf(version);
        return Answer.Created(body);
    }

    /// <summary>A number as a version.</summary>
    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the caller names a version.</summary>
    public static bool IsAsked(HttpContext context) => context.Request.Headers.IfMatch is { Count: > 0 } header && header.ToString() != "*";

    /// <returns>412 where the caller decided on another version than this; null: go on.</returns>
    public static Problem? Judge(HttpContext context, string version)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0 || header.ToString() == "*")
            return null;
        // Strong comparison: a weak tag never matches (RFC 9110 §8.8.3.2).
        return EntityTagHeaderValue.TryParseStrictList(header, out var tags) && tags.Any(t => !t.IsWeak && t.Tag == TagOf(version))
            ? null
            : Problems.PreconditionFailed;
    }

    private static string TagOf(string version) => $"\"{version}\"";
}
