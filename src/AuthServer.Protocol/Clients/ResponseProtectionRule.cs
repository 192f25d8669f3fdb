using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Clients;

/// <summary>Whether what a client wants signed and encrypted can be (OIDC Registration §2).</summary>
internal static class ResponseProtectionRule
{
    public static IEnumerable<ClientMetadataError> Judge(Client client, JsonObject document) =>
        [
            .. JudgeSigning("id_token", client.IdTokenAlgorithm),
            .. JudgeSigning("userinfo", client.UserInfoAlgorithm),
            .. JudgeEncryption("id_token", client.IdTokenEncryption, client, document),
            .. JudgeEncryption("userinfo", client.UserInfoEncryption, client, document),
        ];

    // none above all is not among them: whoever takes it takes anybody's word (RFC 8725 §3.2).
    private static IEnumerable<ClientMetadataError> JudgeSigning(string response, string? algorithm) =>
        algorithm is null || JwsAlgorithms.Signing.Contains(algorithm)
            ? []
            : [new(response + "_signed_response_alg", NotSupported(algorithm, JwsAlgorithms.Signing))];

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

        if (!JweAlgorithms.Asymmetric.Contains(wanted.Algorithm))
            yield return new(alg, NotSupported(wanted.Algorithm, JweAlgorithms.Asymmetric));
        else if (!JweAlgorithms.Content.Contains(wanted.ContentAlgorithm))
            yield return new(enc, NotSupported(wanted.ContentAlgorithm, JweAlgorithms.Content));
        // Those of an address may change: they are looked at when they are needed.
        else if (client.KeysUri is null && client.Keys?.FindForEncryption(wanted.Algorithm, wanted.ContentAlgorithm) is null)
            yield return new("jwks", $"a key for {wanted.Algorithm} is needed, or jwks_uri");
    }

    private static string NotSupported(string value, IEnumerable<string> supported) =>
        $"'{value}' is not supported; supported: {string.Join(", ", supported)}";
}
