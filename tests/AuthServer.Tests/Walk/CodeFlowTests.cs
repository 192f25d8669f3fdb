using System.Net;
using System.Text.Json;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>The server's main job, over HTTP.</summary>
public sealed class CodeFlowTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OIDC Core", "3.1")]
    public async Task A_person_signs_in_consents_and_the_app_gets_tokens_that_work()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var tokens = await ada.TokensAsync("web");

        Assert.Equal("Bearer", tokens["token_type"]);
        Assert.Equal("openid offline_access orders.read", tokens["scope"]);
        var me = await channel.GetAsync("/connect/userinfo", tokens["access_token"]);
        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Equal((await server.IdOfAsync(ada.Email)).ToString(), me["sub"]);

        var seen = await channel.PostAsync("/connect/introspect", StandardServer.Login("web"), ("token", tokens["access_token"]!));
        Assert.Equal("True", seen["active"]);
    }

    [Fact]
    [Spec("RFC 6749", "6")]
    public async Task A_refresh_gives_new_tokens_of_the_same_person()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var first = await ada.TokensAsync("web");
        var second = await channel.TokenAsync(
            StandardServer.Login("web"), ("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"]!));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first["refresh_token"], second["refresh_token"]);
        Assert.Equal(Claims(first["id_token"]!).GetProperty("sub").GetString(), Claims(second["id_token"]!).GetProperty("sub").GetString());
        Assert.Equal(
            Claims(first["id_token"]!).GetProperty("auth_time").GetInt64(), Claims(second["id_token"]!).GetProperty("auth_time").GetInt64());
    }

    [Fact]
    [Spec("RFC 6749", "4.4")]
    public async Task A_client_by_itself_gets_an_access_token_and_nothing_else()
    {
        using var channel = server.NewBackChannel();
        var tokens = await channel.TokenAsync(StandardServer.Login("machine"), ("grant_type", "client_credentials"));

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("orders.read orders.write", tokens["scope"]);
        Assert.Null(tokens["refresh_token"]);
        var claims = Claims(tokens["access_token"]!);
        Assert.Equal("machine", claims.GetProperty("sub").GetString());
        Assert.Equal(StandardServer.OrdersApi, claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_second_visit_needs_neither_password_nor_consent()
    {
        using var ada = await Person.NewAsync(server);
        await ada.CodeAsync("web");
        var again = await ada.Browser.GetAsync(Person.AuthorizeUrl("web"));
        Assert.True(again.Query.ContainsKey("code"), again.ToString());
        Assert.Equal(server.Issuer, again.Query["iss"]);
        Assert.Equal("s-1", again.Query["state"]);
    }

    /// <summary>The payload of a JWT, unverified.</summary>
    internal static JsonElement Claims(string jwt) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[1])).RootElement;
}
