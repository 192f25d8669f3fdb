using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>Whether what a client wants signed and encrypted can be (OIDC Registration §2).</summary>
internal static class ResponseProtectionRule
{
    private const string NeedsSecret = "needs a client_secret, which a client of this token_endpoint_auth_method has not";

    public static IEnumerable<ClientMetadataError> Judge(Client client, JsonObject document) =>
        [
            .. JudgeSigning("id_token", client.IdTokenAlgorithm, client),
            .. JudgeSigning("userinfo", client.UserInfoAlgorithm, client),
            .. JudgeEncryption("id_token", client.IdTokenEncryption, client, document),
            .. JudgeEncryption("userinfo", client.UserInfoEncryption, client, document),
        ];

    // none above all is not among them: whoever takes it takes anybody's word (RFC 8725 §3.2).
    private static IEnumerable<ClientMetadataError> JudgeSigning(string response, string? algorithm, Client client)
    {
        if (algorithm is not null && !JwsAlgorithms.Responses.Contains(algorithm))
            yield return new(response + "_signed_response_alg", NotSupported(algorithm, JwsAlgorithms.Responses));
        else if (algorithm == JwsAlgorithms.HS256 && !HasSecret(client))
            yield return new(response + "_signed_response_alg", NeedsSecret);
    }

    private static IEnumerable<ClientMetadataError> JudgeEncryption(
        string response, ResponseEncryption? wanted, Client client, JsonObject document)
    {
        var (alg, enc) = (response + "_encrypted_response_alg", response + "_encrypted_response_enc");
        if (wanted is null)
        {
            if (document.ContainsKey(enc))
                yield return new(enc, $"needs {alg}");
            yield break;
        }

        if (!JweAlgorithms.All.Contains(wanted.Algorithm))
            yield return new(alg, NotSupported(wanted.Algorithm, JweAlgorithms.All));
        else if (!JweAlgorithms.Content.Contains(wanted.ContentAlgorithm))
            yield return new(enc, NotSupported(wanted.ContentAlgorithm, JweAlgorithms.Content));
        else if (wanted.IsSymmetric && !HasSecret(client))
            yield return new(alg, NeedsSecret);
        // Those of an address may change: they are looked at when they are needed.
        else if (!wanted.IsSymmetric && client.KeysUri is null
            && client.Keys?.FindForEncryption(wanted.Algorithm, wanted.ContentAlgorithm) is null)
            yield return new("jwks", $"a key for {wanted.Algorithm} is needed, or jwks_uri");
    }

    private static bool HasSecret(Client client) => AuthMethods.WithSecret.Contains(client.AuthMethod);

    private static string NotSupported(string value, IEnumerable<string> supported) =>
        $"'{value}' is not supported; supported: {string.Join(", ", supported)}";
}
