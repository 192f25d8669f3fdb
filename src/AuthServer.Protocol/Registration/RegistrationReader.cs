using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Registration;

/// <summary>
/// Reads what somebody writes of their own client, and judges it whole each time: registering, replacing and fetching
/// are the same to it, so that nothing gets in by a second way (RFC 7591 §2, OIDC Registration §2).
/// </summary>
public sealed class RegistrationReader(IOutbound outbound, SectorDocument sectors, RegistrationPolicy policy)
{
    private const int MaxDepth = 16;

    private static readonly string[] Called =
        ["jwks_uri", "sector_identifier_uri", "logo_uri", "initiate_login_uri", "backchannel_logout_uri", "frontchannel_logout_uri"];

    /// <summary>Reads JSON.</summary>
    /// <returns>Null: not one object of one reading.</returns>
    public static JsonElement? Parse(ReadOnlySpan<byte> json) => StrictJson.TryReadObject(json, MaxDepth, out _);

    /// <summary>Judges a document.</summary>
    /// <param name="clientId">The id that the client has or will have.</param>
    /// <returns><c>invalid_redirect_uri</c>, <c>invalid_client_metadata</c> or <c>invalid_software_statement</c>, with every
    /// reason at once (RFC 7591 §3.2.2).</returns>
    public async Task<Result<NewRegistration>> ReadAsync(JsonElement document, string clientId, CancellationToken ct)
    {
        // Nobody's statements are trusted here, so none can be right (§2.3).
        if (document.TryGetProperty("software_statement", out _))
            return new OAuthError(ErrorCode.InvalidSoftwareStatement, "software statements are not accepted");
        var read = ClientMetadata.Read(document, clientId, ClientMetadataPolicy.SelfRegistered(policy.RequirePkce));
        if (read is ClientMetadataReading.Refused refused)
            return Refuse(refused.Errors);

        var accepted = (ClientMetadataReading.Accepted)read;
        var flaws = FlawsOfAddresses(document).ToList();
        if (flaws.Count == 0 && accepted.Client.SectorIdentifierUri is { } sector
            && await sectors.FlawOfAsync(sector, accepted.Client.RedirectUris, ct) is { } flaw)
            flaws.Add(new ClientMetadataError("sector_identifier_uri", flaw));
        return flaws.Count > 0 ? Refuse(flaws) : new NewRegistration(accepted.Client, accepted.Document);
    }

    /// <summary>Addresses that we would call; looked at again when we do.</summary>
    private IEnumerable<ClientMetadataError> FlawsOfAddresses(JsonElement document)
    {
        foreach (var member in Called)
        {
            if (document.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } address && outbound.Judge(address) is { } flaw)
                yield return new ClientMetadataError(member, flaw);
        }

        if (!document.TryGetProperty("request_uris", out var list) || list.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var (i, entry) in list.EnumerateArray().Index())
        {
            if (entry.ValueKind == JsonValueKind.String && outbound.Judge(entry.GetString() ?? "") is { } flaw)
                yield return new ClientMetadataError($"request_uris[{i}]", flaw);
        }
    }

    private static OAuthError Refuse(IReadOnlyList<ClientMetadataError> errors)
    {
        var all = string.Join("; ", errors.Take(20).Select(e => e.Path.Length > 0 ? $"{e.Path} {e.Text}" : e.Text));
        return new OAuthError(errors[0].Code, Clean(all));
    }

    /// <summary>What an error description may hold (RFC 6749 §5.2), also where it repeats what was sent.</summary>
    private static string Clean(string text) => string.Create(Math.Min(text.Length, 1000), text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = from[i] is >= ' ' and <= '~' and not ('"' or '\\') ? from[i] : from[i] == '"' ? '\'' : '?';
    });
}
