using System.Text.Json;
using AuthServer.Protocol.Clients;
using Xunit;

namespace AuthServer.Protocol.Tests.Clients;

/// <summary>Why a client's document is refused.</summary>
public sealed class ClientMetadataReasonsTests
{
    [Theory]
    // Each by itself, whatever else is wrong.
    [InlineData("""{"client_nam":"x","redirect_uris":["https://a.example/cb"],"access_token_lifetime":86401,"scope":7}""", "access_token_lifetime client_nam scope")]
    [InlineData("""{"client_nam":"x"}""", "client_nam redirect_uris")]
    // What only follows from a member that is wrong, or misspelt, is no reason of its own.
    [InlineData("""{"grant_typs":["client_credentials"]}""", "grant_typs")]
    [InlineData("""{"redirect_uris":"https://a.example/cb"}""", "redirect_uris")]
    [InlineData("""{"grant_types":"client_credentials","response_types":[],"introspection":"al"}""", "grant_types introspection")]
    [InlineData("""{"token_endpoint_auth_method":7,"jwks_uri":"https://a.example/jwks","jwks":{"keys":[]},"redirect_uris":["https://a.example/cb"]}""", "jwks_uri token_endpoint_auth_method")]
    public void Every_reason_is_said_at_once_and_none_that_only_follows(string document, string paths)
    {
        using var parsed = JsonDocument.Parse(document);
        var refused = Assert.IsType<ClientMetadataReading.Refused>(ClientMetadata.Read(parsed.RootElement, "web", ClientMetadataPolicy.Operator));
        Assert.Equal(paths, string.Join(' ', refused.Errors.Select(e => e.Path).Order(StringComparer.Ordinal)));
    }
}
