using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Clients;

/// <summary>What nobody may register, an operator no more than a client that registers itself: both come through here.</summary>
public sealed class RegistrationAttackTests
{
    [Theory]
    [InlineData("*")]
    [InlineData("https://*")]
    [InlineData("https://*.example.com/cb")]
    [InlineData("https://client.example/*")]
    [InlineData("https://client.example/cb?x=*")]
    [InlineData("http://localhost:*/cb")]
    [InlineData("com.example.*:/cb")]
    [Spec("RFC 9700", "4.1.3")]
    public void RDR_11_wildcard_is_refused(string uri) => Refused(uri);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("\tjavascript:alert(1)")]
    [InlineData("\njavascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("javascript://client.example/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("DATA:text/html,x")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("about:blank")]
    [InlineData("blob:https://client.example/1")]
    [InlineData("view-source:https://client.example/")]
    [Spec("RFC 7591", "5")]
    public void RDR_12_scheme_that_a_browser_runs_is_refused(string uri) => Refused(uri);

    [Theory]
    [InlineData("http://client.example/cb")]
    [InlineData("HTTP://client.example/cb")]
    [InlineData("http://localhost.evil.example/cb")]
    [InlineData("http://127.0.0.1.evil.example/cb")]
    [InlineData("http://127.0.0.2/cb")]
    [InlineData("http://2130706433/cb")]
    [InlineData("http://0x7f.1/cb")]
    [InlineData("http://192.168.1.1/cb")]
    [Spec("RFC 9700", "2.6")]
    public void RDR_13_plain_http_beyond_the_own_machine_is_refused(string uri) => Refused(uri);

    [Theory]
    [InlineData("code=1")]
    [InlineData("x=1&state=2")]
    [InlineData("x=1&STATE=2")]
    [InlineData("iss=https://evil.example")]
    [InlineData("is%73=1")]
    [InlineData("error")]
    [InlineData("error_description=x")]
    [InlineData("id_token=x")]
    [InlineData("access_token=x")]
    [InlineData("session_state=x")]
    [Spec("RFC 9207", "2")]
    public void RDR_23_query_that_would_speak_for_the_server_is_refused(string query) => Refused("https://client.example/cb?" + query);

    [Theory]
    [InlineData("myapp:/cb")]
    [InlineData("myapp://cb")]
    [InlineData("fb123456:/authorize")]
    [Spec("RFC 8252", "7.1")]
    public void RDR_32_private_scheme_without_a_dot_is_refused(string uri) => Refused(uri);

    [Fact]
    [Spec("RFC 8252", "8.1")]
    public void RDR_32_app_with_a_private_scheme_always_uses_PKCE()
    {
        const string app = """
            "redirect_uris":["com.example.app:/cb"],"application_type":"native","token_endpoint_auth_method":"none"
            """;
        foreach (var policy in Policies)
        {
            var accepted = Assert.IsType<ClientMetadataReading.Accepted>(Read($"{{{app}}}", policy));
            Assert.True(accepted.Client.RequirePkce);
            Assert.IsType<ClientMetadataReading.Refused>(Read($$"""{{{app}},"require_pkce":false}""", policy));
        }
    }

    private static ClientMetadataPolicy[] Policies =>
        [ClientMetadataPolicy.Operator, ClientMetadataPolicy.SelfRegistered(requirePkce: false)];

    /// <summary>Alone, beside a good one, and for either kind of application; the good one alone passes.</summary>
    private static void Refused(string uri)
    {
        const string good = "https://client.example/cb";
        foreach (var policy in Policies)
        {
            foreach (var type in new[] { "web", "native" })
            {
                Assert.IsType<ClientMetadataReading.Accepted>(Read(Document(type, good), policy));
                foreach (var document in new[] { Document(type, uri), Document(type, good, uri) })
                {
                    var refused = Assert.IsType<ClientMetadataReading.Refused>(Read(document, policy));
                    Assert.All(refused.Errors, e => Assert.Equal(ErrorCode.InvalidRedirectUri, e.Code));
                }
            }
        }
    }

    private static string Document(string type, params string[] uris) =>
        JsonSerializer.Serialize(new { application_type = type, redirect_uris = uris });

    private static ClientMetadataReading Read(string document, ClientMetadataPolicy policy)
    {
        using var parsed = JsonDocument.Parse(document);
        return ClientMetadata.Read(parsed.RootElement, "c", policy);
    }
}
