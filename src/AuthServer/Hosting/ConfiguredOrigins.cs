using System.Collections.Frozen;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;

namespace AuthServer.Hosting;

/// <summary>The setting <c>Cors:Origins</c>: a list, or one text with commas.</summary>
/// <param name="Problem">Why it cannot be followed; null: it can.</param>
internal sealed record ConfiguredOrigins(FrozenSet<string> All, string? Problem)
{
    public static ConfiguredOrigins Of(IConfiguration configuration)
    {
        var written = configuration.GetList("Cors:Origins");
        var wrong = written.FirstOrDefault(text => Origin.TryParse(text) is null);
        return new ConfiguredOrigins(
            written.Select(Origin.TryParse).OfType<string>().ToFrozenSet(StringComparer.Ordinal),
            wrong is null ? null : $"'{wrong}' is no origin such as https://app.example.");
    }

    public bool Contains(string origin) => All.Contains(origin);
}
