namespace AuthServer.Core.Messaging;

/// <summary>The languages that messages are written in.</summary>
internal static class MessageLanguage
{
    public const string Fallback = "en";

    private static readonly string[] All = [Fallback, "de", "fr", "es"];

    /// <summary>The one of a tag such as <c>de-AT</c>; null: none of ours.</summary>
    public static string? Of(string? tag)
    {
        var language = tag?.Split('-', '_')[0];
        return Array.Find(All, l => l.Equals(language, StringComparison.OrdinalIgnoreCase));
    }
}
