using System.Text.Json;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>What stands at a <c>sector_identifier_uri</c>: who shares the sector says so there (OIDC Core §8.1).</summary>
public sealed class SectorDocument(IOutbound outbound)
{
    /// <summary>Judges the document; to be asked before a client is stored (OIDC Registration §5).</summary>
    /// <param name="address">The <c>sector_identifier_uri</c>.</param>
    /// <param name="redirectUris">All that the client registers; compared byte for byte.</param>
    /// <returns>
    /// What is wrong, for <c>invalid_client_metadata</c>, in the same words whatever it is: nobody explores networks by
    /// registering. Null when the document is a JSON array of strings with every address in it.
    /// </returns>
    public async ValueTask<string?> FlawOfAsync(string address, IReadOnlyCollection<string> redirectUris, CancellationToken ct) =>
        outbound.Judge(address) is null
        && await outbound.GetAsync(address, ct) is { } document && Read(document.Content) is { } listed
        && redirectUris.All(listed.Contains)
            ? null
            : "must be the https address of a JSON array in which every redirect URI stands";

    private static HashSet<string>? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1 });
            var items = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToList() : null;
            return items?.TrueForAll(i => i.ValueKind == JsonValueKind.String) == true
                ? items.ConvertAll(i => i.GetString()!).ToHashSet(StringComparer.Ordinal) // a JSON string is never null
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the second: half a surrogate pair
        {
            return null;
        }
    }
}
