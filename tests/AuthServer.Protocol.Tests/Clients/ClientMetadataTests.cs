using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Clients;

public sealed class ClientMetadataTests
{
    private const string Redirect = "\"redirect_uris\":[\"https://client.example/cb\"]";

    [Fact]
    public void Absent_members_have_the_defaults_of_RFC_7591()
    {
        var client = Accepted($"{{{Redirect}}}");
        Assert.Equal("web", client.Id);
        Assert.Equal("web", client.Name);
        Assert.Equal(AuthMethods.ClientSecretBasic, client.AuthMethod);
        Assert.Equal([GrantTypes.AuthorizationCode], client.GrantTypes);
        Assert.Equal(["code"], client.ResponseTypes);
        Assert.Equal(StandardScopes.Default, client.Scopes);
        Assert.Equal("RS256", client.IdTokenAlgorithm);
        Assert.True(client.RequireConsent && client.RequirePkce && client.RotateRefreshTokens && client.Enabled);
        Assert.False(client.FirstParty || client.OpaqueAccessTokens || client.IsNative || client.IntrospectsAll);
        Assert.Null(client.AccessTokenLifetime);
    }

    [Fact]
    public void Members_of_ours_arrive()
    {
        var client = Accepted("""
            {"grant_types":["client_credentials"],"scope":"orders.read","require_consent":false,"access_token_format":"opaque",
             "first_party":true,"access_token_lifetime":60,"refresh_token_lifetime":120,"require_pkce":false,
             "refresh_token_rotation":false,"allowed_origins":["https://app.example:8443","http://localhost:5173"],
             "resources":["https://orders.example"],"introspection":"all","default_max_age":0,"client_name":"Web shop",
             "logo_uri":"/logo.svg","client_uri":"https://client.example"}
            """);
        Assert.Equal(TimeSpan.FromSeconds(60), client.AccessTokenLifetime);
        Assert.Equal(TimeSpan.FromSeconds(120), client.RefreshTokenLifetime);
        Assert.Equal(["orders.read"], client.Scopes);
        Assert.Empty(client.ResponseTypes);
        Assert.True(client.FirstParty && client.OpaqueAccessTokens && client.IntrospectsAll);
        Assert.False(client.RequireConsent || client.RequirePkce || client.RotateRefreshTokens);
        Assert.Equal(0, client.DefaultMaxAge);
        Assert.Equal("/logo.svg", client.Links.Logo);
        Assert.Equal(["https://app.example:8443", "http://localhost:5173"], client.AllowedOrigins);
    }

    [Fact]
    public void Empty_and_null_mean_none()
    {
        var reading = Assert.IsType<ClientMetadataReading.Accepted>(Read($$"""
            {{{Redirect}},"client_name":"","contacts":[],"jwks_uri":"","request_uris":[],"allowed_origins":"","tos_uri":null}
            """));
        Assert.Equal($"{{{Redirect}}}", reading.Document);

        var resourceServer = Accepted("""{"grant_types":[],"scope":""}""");
        Assert.Empty(resourceServer.GrantTypes);
        Assert.Empty(resourceServer.ResponseTypes);
        Assert.Empty(resourceServer.Scopes);
    }

    [Fact]
    public void Ids_and_secrets_are_never_in_what_is_stored()
    {
        var reading = Assert.IsType<ClientMetadataReading.Accepted>(Read(
            $$"""{{{Redirect}},"client_id":"web","client_secret":"s3cret","client_secret_expires_at":0,"registration_access_token":"t"}"""));
        Assert.Equal($"{{{Redirect}}}", reading.Document);
    }

    [Fact]
    public void Every_registered_name_is_accepted_and_stored()
    {
        var values = ClientMetadata.Names
            .Where(n => n is not ("grant_types" or "response_types" or "jwks"))
            .ToDictionary(n => n, Sample);
        var reading = Assert.IsType<ClientMetadataReading.Accepted>(Read(JsonSerializer.Serialize(values)));
        using var stored = JsonDocument.Parse(reading.Document);
        Assert.Contains("dpop_bound_access_tokens", values.Keys);
        Assert.Contains("backchannel_logout_uri", values.Keys);
        Assert.All(
            values.Keys.Where(n => ClientMetadataMembers.Find(n)!.Shape != MemberShape.Apart), // just listed
            n => Assert.True(stored.RootElement.TryGetProperty(n, out _), n));
    }

    [Theory]
    [InlineData("client_nam", "client_name")]
    [InlineData("redirect_uri", "redirect_uris")]
    [InlineData("requirePkce", "require_pkce")]
    [InlineData("grant_type", "grant_types")]
    public void Misspelt_member_names_the_nearest(string written, string meant)
    {
        var error = Assert.Single(Refused($$"""{{{Redirect}},"{{written}}":true}"""));
        Assert.Equal(written, error.Path);
        Assert.Contains($"'{meant}'", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Language_may_follow_a_name_for_people_alone()
    {
        Accepted($$"""{{{Redirect}},"client_name#de":"Laden","client_uri#fr-CA":"https://client.example/fr"}""");
        Assert.Equal("scope#de", Assert.Single(Refused($$"""{{{Redirect}},"scope#de":"openid"}""")).Path);
    }

    [Theory]
    [InlineData("redirect_uris", "\"https://client.example/cb\"", "redirect_uris")]
    [InlineData("redirect_uris", "[\"https://client.example/cb\", 1]", "redirect_uris[1]")]
    [InlineData("redirect_uris", "[\"javascript:x\"]", "redirect_uris[0]")]
    [InlineData("redirect_uris", "[\"\"]", "redirect_uris[0]")]
    [InlineData("post_logout_redirect_uris", "[\"http://client.example/bye\"]", "post_logout_redirect_uris[0]")]
    [InlineData("require_pkce", "\"false\"", "require_pkce")]
    [InlineData("client_name", "7", "client_name")]
    [InlineData("client_name", "\"a\\u0007\"", "client_name")]
    [InlineData("jwks", "{\"keys\":[],\"x\":\"\\u0000\"}", "")]
    [InlineData("access_token_lifetime", "0", "access_token_lifetime")]
    [InlineData("access_token_lifetime", "-5", "access_token_lifetime")]
    [InlineData("access_token_lifetime", "86401", "access_token_lifetime")]
    [InlineData("access_token_lifetime", "1.5", "access_token_lifetime")]
    [InlineData("refresh_token_lifetime", "\"7d\"", "refresh_token_lifetime")]
    [InlineData("refresh_token_lifetime", "99999999999", "refresh_token_lifetime")]
    [InlineData("default_max_age", "-1", "default_max_age")]
    [InlineData("access_token_format", "\"saml\"", "access_token_format")]
    [InlineData("introspection", "\"some\"", "introspection")]
    [InlineData("application_type", "\"desktop\"", "application_type")]
    [InlineData("scope", "\"openid \\\"x\\\"\"", "scope")]
    [InlineData("scope", "[\"openid\"]", "scope")]
    [InlineData("allowed_origins", "[\"https://app.example/\"]", "allowed_origins[0]")]
    [InlineData("allowed_origins", "[\"https://App.example\"]", "allowed_origins[0]")]
    [InlineData("allowed_origins", "[\"https://app.example:443\"]", "allowed_origins[0]")]
    [InlineData("allowed_origins", "[\"https://*.example\"]", "allowed_origins[0]")]
    [InlineData("allowed_origins", "[\"http://app.example\"]", "allowed_origins[0]")]
    [InlineData("allowed_origins", "[\"null\"]", "allowed_origins[0]")]
    [InlineData("resources", "[\"orders\"]", "resources[0]")]
    [InlineData("resources", "[\"https://orders.example#x\"]", "resources[0]")]
    [InlineData("logo_uri", "\"//evil.example/x\"", "logo_uri")]
    [InlineData("logo_uri", "\"javascript:x\"", "logo_uri")]
    [InlineData("initiate_login_uri", "\"http://localhost/x\"", "initiate_login_uri")]
    [InlineData("backchannel_logout_uri", "\"http://client.example/x\"", "backchannel_logout_uri")]
    [InlineData("jwks", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", "jwks")]
    [InlineData("jwks", "{}", "jwks")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_jwt\"", "token_endpoint_auth_method")]
    [InlineData("token_endpoint_auth_method", "\"private_key_jwt\"", "jwks")]
    [InlineData("token_endpoint_auth_signing_alg", "\"none\"", "token_endpoint_auth_signing_alg")]
    [InlineData("id_token_signed_response_alg", "\"none\"", "id_token_signed_response_alg")]
    [InlineData("userinfo_signed_response_alg", "\"none\"", "userinfo_signed_response_alg")]
    [InlineData("userinfo_encrypted_response_alg", "\"RSA1_5\"", "userinfo_encrypted_response_alg")]
    [InlineData("id_token_encrypted_response_alg", "\"PBES2-HS256+A128KW\"", "id_token_encrypted_response_alg")]
    [InlineData("id_token_encrypted_response_alg", "\"RSA-OAEP\"", "jwks")] // no key
    [InlineData("id_token_encrypted_response_enc", "\"A128GCM\"", "id_token_encrypted_response_enc")] // no alg
    [InlineData("grant_types", "[\"password\",\"authorization_code\"]", "grant_types[0]")]
    [InlineData("response_types", "[\"code\",\"token\"]", "response_types[1]")]
    [InlineData("response_types", "[]", "response_types")]
    public void Wrong_member_is_named(string name, string value, string path)
    {
        var others = name == "redirect_uris" ? "" : Redirect + ",";
        Assert.Equal(path, Assert.Single(Refused($"{{{others}\"{name}\":{value}}}")).Path);
    }

    [Fact]
    public void Response_type_code_needs_its_grant()
    {
        var error = Assert.Single(Refused("""{"grant_types":["client_credentials"],"response_types":["code"]}"""));
        Assert.Equal("grant_types", error.Path);
    }

    [Theory]
    [InlineData("code", "authorization_code")]
    [InlineData("id_token", "implicit")]
    [InlineData("token id_token", "implicit")]
    [InlineData("id_token code", "authorization_code implicit")]
    [InlineData("code token", "authorization_code implicit")]
    [InlineData("token id_token code", "authorization_code implicit")]
    [Spec("OIDC Registration", "2")]
    public void Response_type_needs_its_grants_and_no_other(string type, string grants)
    {
        string With(string given) =>
            $$"""{{{Redirect}},"response_types":["{{type}}"],"grant_types":{{JsonSerializer.Serialize(given.Split(' ', StringSplitOptions.RemoveEmptyEntries))}}}""";
        var client = Accepted(With(grants));
        Assert.Equal(ResponseType.TryParse(type)?.ToString(), Assert.Single(client.ResponseTypes));

        foreach (var grant in grants.Split(' '))
            Assert.Equal("grant_types", Assert.Single(Refused(With(grants.Replace(grant, "", StringComparison.Ordinal)))).Path);
        foreach (var grant in ((string[])["authorization_code", "implicit"]).Except(grants.Split(' ')))
            Assert.Equal("response_types", Assert.Single(Refused(With($"{grants} {grant}"))).Path);
    }

    [Fact]
    public void Code_grant_needs_a_redirect_uri()
    {
        var error = Assert.Single(Refused("{}"));
        Assert.Equal("redirect_uris", error.Path);
        Assert.Equal(ErrorCode.InvalidRedirectUri, error.Code);
    }

    [Theory]
    [InlineData("\"require_pkce\":false", "require_pkce")]
    [InlineData("\"refresh_token_rotation\":false", "refresh_token_rotation")]
    [InlineData("\"introspection\":\"all\"", "introspection")]
    [InlineData("\"grant_types\":[\"authorization_code\",\"client_credentials\"]", "grant_types")]
    public void Public_client_may_not(string member, string path) =>
        Assert.Equal(path, Assert.Single(Refused(
            $$"""{{{Redirect}},"token_endpoint_auth_method":"none",{{member}}}""")).Path);

    [Theory]
    [InlineData("RSA-OAEP-256", "A128CBC-HS256", "jwks")] // the key is for ECDH
    [InlineData("ECDH-ES", "A192GCM", "id_token_encrypted_response_enc")]
    [InlineData("ECDH-ES+A128KW", "A256GCM", null)]
    public void Encryption_needs_a_key_that_fits(string algorithm, string content, string? path)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        var q = key.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-384","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
        var document = $$"""
            {{{Redirect}},"id_token_encrypted_response_alg":"{{algorithm}}","id_token_encrypted_response_enc":"{{content}}",
             "jwks":{"keys":[{{jwk}}]} }
            """;
        if (path is null)
            Assert.Equal(new ResponseEncryption(algorithm, content), Accepted(document).IdTokenEncryption);
        else
            Assert.Equal(path, Assert.Single(Refused(document)).Path);
    }

    [Theory]
    [InlineData("\"https://a.example/cb\",\"https://A.example:8443/cb2\"", "", "a.example")]
    [InlineData("\"https://a.example/cb\",\"https://b.example/cb\"", "", null)]
    [InlineData("\"com.example.app:/cb\"", ",\"application_type\":\"native\"", null)]
    [InlineData("\"https://a.example/cb\",\"https://b.example/cb\"", ",\"sector_identifier_uri\":\"https://S.example/list.json\"", "s.example")]
    public void Pairwise_client_has_one_sector_or_is_refused(string redirectUris, string more, string? sector)
    {
        var document = $$"""{"redirect_uris":[{{redirectUris}}],"subject_type":"pairwise"{{more}}}""";
        if (sector is null)
            Assert.Equal("sector_identifier_uri", Assert.Single(Refused(document)).Path);
        else
            Assert.Equal(sector, Accepted(document).Sector);
    }

    [Fact]
    public void Keys_by_value_are_read_and_exclude_an_address()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(false).Q;
        var jwks = JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new { kty = "EC", crv = "P-256", kid = "1", x = Base64Url.EncodeToString(q.X), y = Base64Url.EncodeToString(q.Y) },
            },
        });
        var client = Accepted($$"""{{{Redirect}},"token_endpoint_auth_method":"private_key_jwt","jwks":{{jwks}}}""");
        Assert.Equal("1", Assert.Single(client.Keys!.Keys).Id); // accepted with keys
        Assert.Equal("jwks_uri", Assert.Single(Refused(
            $$"""{{{Redirect}},"jwks_uri":"https://client.example/jwks","jwks":{{jwks}}}""")).Path);
    }

    [Theory]
    [InlineData("\"first_party\":true", "first_party")]
    [InlineData("\"introspection\":\"all\"", "introspection")]
    [InlineData("\"require_consent\":false", "require_consent")]
    [InlineData("\"access_token_lifetime\":60", "access_token_lifetime")]
    [InlineData("\"refresh_token_lifetime\":60", "refresh_token_lifetime")]
    [InlineData("\"scope\":\"openid admin\"", "scope")]
    [InlineData("\"logo_uri\":\"/account/logout\"", "")]
    public void Self_registered_client_may_not_say(string member, string path)
    {
        var reading = Read($"{{{Redirect},{member}}}", ClientMetadataPolicy.SelfRegistered(requirePkce: false));
        Assert.Equal(path, Assert.Single(Assert.IsType<ClientMetadataReading.Refused>(reading).Errors).Path);
    }

    [Fact]
    public void Self_registered_client_may_say_what_nobody_knows_and_has_its_own_default_of_PKCE()
    {
        var policy = ClientMetadataPolicy.SelfRegistered(requirePkce: false);
        var reading = Assert.IsType<ClientMetadataReading.Accepted>(Read($$"""{{{Redirect}},"x_vendor":[1]}""", policy));
        Assert.DoesNotContain("x_vendor", reading.Document, StringComparison.Ordinal);
        Assert.False(reading.Client.RequirePkce);

        var isPublic = Assert.IsType<ClientMetadataReading.Accepted>(
            Read($$"""{{{Redirect}},"token_endpoint_auth_method":"none"}""", policy));
        Assert.True(isPublic.Client.RequirePkce);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void Document_must_be_an_object(string text) => Assert.Equal("", Assert.Single(Refused(text)).Path);

    [Fact]
    public void Document_of_200_KB_is_refused()
    {
        var uris = Enumerable.Range(0, 100).Select(i => $"https://client.example/{i}/" + new string('a', 1900));
        Assert.Equal("", Assert.Single(Refused(JsonSerializer.Serialize(new { redirect_uris = uris }))).Path);
    }

    [Fact]
    public void What_was_stored_builds_the_same_client()
    {
        var reading = Assert.IsType<ClientMetadataReading.Accepted>(
            Read($$"""{{{Redirect}},"scope":"openid x","client_name":"Ünï"}"""));
        var built = ClientMetadata.Build("web", reading.Document);
        Assert.Equal(reading.Client.Name, built.Name);
        Assert.Equal(reading.Client.Scopes, built.Scopes);
        Assert.Equal(reading.Client.RedirectUris, built.RedirectUris);
    }

    private static object Sample(string name) => ClientMetadataMembers.Find(name)!.Shape switch // just listed
    {
        MemberShape.Flag => true,
        MemberShape.Seconds or MemberShape.SecondsOrZero => 60,
        MemberShape.TextList => new[] { "x" },
        MemberShape.RedirectUris or MemberShape.WebUriList => new[] { "https://client.example/x" },
        MemberShape.Origins => new[] { "https://client.example" },
        MemberShape.Resources => new[] { "https://orders.example" },
        MemberShape.WebUri or MemberShape.SecureUri or MemberShape.PageUri => "https://client.example/x",
        MemberShape.Scope => "openid",
        _ => name switch
        {
            "token_endpoint_auth_method" => AuthMethods.ClientSecretPost,
            "token_endpoint_auth_signing_alg" or "id_token_signed_response_alg" or "userinfo_signed_response_alg" => "ES256",
            "id_token_encrypted_response_alg" or "userinfo_encrypted_response_alg" => "RSA-OAEP",
            "id_token_encrypted_response_enc" or "userinfo_encrypted_response_enc" => "A256GCM",
            _ when ClientMetadataMembers.Find(name)!.Choices is [var choice, ..] => choice, // just listed
            _ => "x",
        },
    };

    private static Client Accepted(string document) =>
        Assert.IsType<ClientMetadataReading.Accepted>(Read(document)).Client;

    private static IReadOnlyList<ClientMetadataError> Refused(string document) =>
        Assert.IsType<ClientMetadataReading.Refused>(Read(document)).Errors;

    private static ClientMetadataReading Read(string document, ClientMetadataPolicy? policy = null)
    {
        using var parsed = JsonDocument.Parse(document);
        return ClientMetadata.Read(parsed.RootElement, "web", policy ?? ClientMetadataPolicy.Operator);
    }
}
