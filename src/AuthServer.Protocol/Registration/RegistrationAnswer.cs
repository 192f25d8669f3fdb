using System.Text.Json.Nodes;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Registration;

/// <summary>Writes the client information response (RFC 7591 §3.2.1, RFC 7592 §3).</summary>
public sealed class RegistrationAnswer(IIssuer issuer)
{
    /// <summary>As JSON: what was registered, and every default that is in force instead.</summary>
    /// <param name="token">The registration access token that was used, where it stays in force; null: the client's new one.</param>
    public ReadOnlyMemory<byte> Write(RegisteredClient registered, string? token)
    {
        var client = registered.Client;
        var answer = JsonNode.Parse(registered.Document)!.AsObject(); // stored as an object
        Default(answer, "application_type", client.IsNative ? "native" : "web");
        Default(answer, "token_endpoint_auth_method", client.AuthMethod);
        Default(answer, "grant_types", List(client.GrantTypes));
        Default(answer, "response_types", List(client.ResponseTypes));
        Default(answer, "scope", client.Scopes.ToString());
        Default(answer, "subject_type", client.IsPairwise ? "pairwise" : "public");
        Default(answer, "id_token_signed_response_alg", client.IdTokenAlgorithm);
        // A client may send back all that it reads (RFC 7592 §2.2).
        foreach (var member in ClientMetadataPolicy.MembersOfOperators)
            answer.Remove(member);
        answer["client_id"] = client.Id;
        answer["client_id_issued_at"] = registered.IssuedAt.ToUnixTimeSeconds();
        if (registered.Secret is { } secret)
            (answer["client_secret"], answer["client_secret_expires_at"]) = (secret, 0);
        answer["registration_client_uri"] = issuer.At($"/connect/register/{Uri.EscapeDataString(client.Id)}");
        answer["registration_access_token"] = registered.AccessToken ?? token;
        return System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());
    }

    private static void Default(JsonObject answer, string member, JsonNode value)
    {
        if (!answer.ContainsKey(member))
            answer.Add(member, value);
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
