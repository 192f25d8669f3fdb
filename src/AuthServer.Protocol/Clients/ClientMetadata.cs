using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// Reads the document of a client, in the names of RFC 7591 §2 and OIDC Dynamic Registration §2 and our own: the one
/// way in for declarations, dynamic registration, the admin API and import.
/// </summary>
public static class ClientMetadata
{
    /// <summary>Longest document, in characters as stored. Chosen: every client is held in memory.</summary>
    public const int MaxLength = 65_536;

    /// <summary>Every name that a document may hold.</summary>
    public static IReadOnlyList<string> Names => ClientMetadataMembers.Names;

    /// <summary>Reads and judges a document.</summary>
    /// <param name="document">As it came; <c>null</c>, <c>[]</c> and <c>""</c> mean none.</param>
    /// <param name="clientId">The client's id: the document's own is not looked at.</param>
    /// <param name="policy">Who wrote it.</param>
    public static ClientMetadataReading Read(JsonElement document, string clientId, ClientMetadataPolicy policy)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return new ClientMetadataReading.Refused([new ClientMetadataError("", "must be an object")]);

        var errors = new List<ClientMetadataError>();
        var kept = Keep(document, policy, errors);
        var flawed = errors.SelectMany(e => ClientMetadataRules.MeantBy(e.Path)).ToHashSet(StringComparer.Ordinal);
        ApplyDefaults(kept, policy);
        var text = kept.ToJsonString();
        var client = Build(clientId, text);
        if (text.Length > MaxLength)
            errors.Add(new ClientMetadataError("", $"must have at most {MaxLength} characters"));
        if (text.Contains("\\u0000", StringComparison.Ordinal))
            errors.Add(new ClientMetadataError("", "must not hold NUL")); // which no database text can
        errors.AddRange(ClientMetadataRules.Judge(client, kept, policy).Where(e => !ClientMetadataRules.FollowsFrom(e, flawed)));
        return errors.Count > 0
            ? new ClientMetadataReading.Refused(errors)
            : new ClientMetadataReading.Accepted(client, text);
    }

    /// <summary>Builds a client from a document that was accepted before.</summary>
    /// <exception cref="JsonException">The stored document is damaged.</exception>
    public static Client Build(string clientId, string document)
    {
        using var parsed = JsonDocument.Parse(document);
        return ClientBuilder.Build(clientId, parsed.RootElement);
    }

    private static JsonObject Keep(
        JsonElement document, ClientMetadataPolicy policy, List<ClientMetadataError> errors)
    {
        var kept = new JsonObject();
        foreach (var property in document.EnumerateObject())
        {
            var name = property.Name;
            if (ClientMetadataMembers.Find(name) is not { } member)
            {
                if (!policy.LeavesOutUnknownMembers)
                    errors.Add(new ClientMetadataError(name, NearestName.Describe(name, Names)));
                continue;
            }

            if (member.Shape == MemberShape.Apart || property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (policy.RefusedMembers.Contains(name))
                errors.Add(new ClientMetadataError(name, "may be set by an operator alone"));
            else if (kept.ContainsKey(name))
                errors.Add(new ClientMetadataError(name, "stands there twice"));
            else if (!MemberShapes.Judge(property, member, errors) && !MeansNone(property.Value, name))
                kept.Add(name, JsonNode.Parse(property.Value.GetRawText()));
        }

        return kept;
    }

    // Where absence has a default, none is something else.
    private static bool MeansNone(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals("") && name != "scope",
        JsonValueKind.Array => value.GetArrayLength() == 0 && name is not ("grant_types" or "response_types"),
        _ => false,
    };

    private static void ApplyDefaults(JsonObject kept, ClientMetadataPolicy policy)
    {
        var isPublic = kept["token_endpoint_auth_method"]?.GetValue<string>() == AuthMethods.None;
        if (!policy.ConfidentialClientsNeedPkce && !isPublic)
            kept["require_pkce"] = false;
    }
}
