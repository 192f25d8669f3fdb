using Microsoft.Extensions.Configuration;

namespace AuthServer.Core.Data;

/// <summary>Settings that are lists.</summary>
public static class Lists
{
    /// <summary>Reads one: a list, or one text with commas.</summary>
    /// <returns>Trimmed, without empty ones; none where the setting is absent.</returns>
    public static IReadOnlyList<string> GetList(this IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        return [.. (section.Value ?? "").Split(',').Concat(section.GetChildren().Select(c => c.Value ?? ""))
            .Select(text => text.Trim()).Where(text => text.Length > 0)];
    }
}
