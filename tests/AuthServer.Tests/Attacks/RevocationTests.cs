using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Revocation: RFC 7009.</summary>
[Collection(TokenServer.Name)]
public sealed class RevocationTests(StandardServer server)
{
    [Theory]
    [Spec("RFC 7009", "2.2")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task RTK_14_unknown_token_is_200_and_empty(string token)
    {
        using var desk = new Desk(server);
        Empty(await desk.RevokeAsync("trusted", token));
    }

    [Fact]
    [Spec("RFC 7009", "2.2")]
    public async Task RTK_14_token_revoked_before_is_200_and_empty()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await ada.TokensAsync("trusted");
        foreach (var token in new[] { tokens["access_token"]!, tokens["refresh_token"]! })
        {
            Empty(await desk.RevokeAsync("trusted", token));
            Empty(await desk.RevokeAsync("trusted", token));
        }

        var nothing = await desk.Channel.PostAsync("/connect/revoke", StandardServer.Login("trusted"));
        Outcome.T400(nothing, "invalid_request");
        Outcome.T400(await desk.RevokeAsync("trusted", "one", ("token", "two")), "invalid_request");
        var wrong = ClientLogin.Basic("trusted", "wrong");
        Outcome.T401(await desk.Channel.PostAsync("/connect/revoke", wrong, ("token", tokens["access_token"]!)), wrong);
    }

    [Theory]
    [Spec("RFC 7009", "2.1")]
    [InlineData("trusted")]
    [InlineData("opaque")]
    public async Task RTK_15_another_clients_tokens_stay_alive(string owner)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await ada.TokensAsync(owner);
        foreach (var thief in new[] { "other", "spa", "watcher" })
        {
            Empty(await desk.RevokeAsync(thief, tokens["access_token"]!));
            Empty(await desk.RevokeAsync(thief, tokens["refresh_token"]!));
        }

        Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync(owner, tokens["refresh_token"]!)).Status);
    }

    [Theory]
    [Spec("RFC 7009", "2.1")]
    [InlineData("refresh_token", "access_token")]
    [InlineData("refresh_token", "refresh_token")]
    [InlineData("refresh_token", "something")]
    [InlineData("access_token", "refresh_token")]
    [InlineData("access_token", "")]
    public async Task RTK_16_hint_is_a_hint(string kind, string hint)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        foreach (var client in new[] { "trusted", "opaque", "spa" })
        {
            var tokens = await ada.TokensAsync(client);
            Empty(await desk.RevokeAsync(client, tokens[kind]!, ("token_type_hint", hint)));
            Outcome.Off(await desk.IntrospectAsync("watcher", tokens["access_token"]!));
            var refreshed = await desk.RefreshAsync(client, tokens["refresh_token"]!);
            if (kind == "refresh_token")
                Outcome.T400(refreshed, "invalid_grant");
            else
                Assert.Equal(HttpStatusCode.OK, refreshed.Status); // an access token goes alone
        }
    }

    [Fact]
    [Spec("RFC 7009", "2.2.1")]
    public async Task RTK_17_id_token_cannot_be_revoked()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        foreach (var client in new[] { "trusted", "es256" })
        {
            var tokens = await ada.TokensAsync(client);
            Outcome.T400(await desk.RevokeAsync(client, tokens["id_token"]!), "unsupported_token_type");
            Assert.True(await desk.IsActiveAsync(tokens["access_token"]!));
        }
    }

    [Theory]
    [Spec("RFC 7009", "2.1")]
    [InlineData("trusted")]
    [InlineData("opaque")]
    public async Task RTK_20_revoked_refresh_token_takes_its_grant_along_and_no_other(string client)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        using var there = new Desk((await server.SecondNodeAsync()).Address);
        var first = await ada.TokensAsync(client);
        var later = await desk.RefreshAsync(client, first["refresh_token"]!);
        var (same, another) = (await ada.TokensAsync(client), await ada.TokensAsync("other"));

        // An older generation names the same grant.
        Empty(await desk.RevokeAsync(client, first["refresh_token"]!));
        foreach (var token in new[] { first["access_token"]!, later["access_token"]! })
        {
            Outcome.Off(await desk.IntrospectAsync("watcher", token));
            Outcome.RS401(await desk.UserInfoAsync(token));
            await Eventually.TrueAsync(async () => !await there.IsActiveAsync(token));
            Outcome.RS401(await there.UserInfoAsync(token));
        }

        Outcome.T400(await there.RefreshAsync(client, later["refresh_token"]!), "invalid_grant");
        foreach (var (owner, tokens) in new[] { (client, same), ("other", another) })
        {
            Assert.True(await there.IsActiveAsync(tokens["access_token"]!));
            Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync(owner, tokens["refresh_token"]!)).Status);
        }
    }

    private static void Empty(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        Assert.Empty(reply.Text);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
    }
}
