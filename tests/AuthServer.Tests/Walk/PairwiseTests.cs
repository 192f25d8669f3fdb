using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Clients that may not find out that they have a person in common.</summary>
public sealed class PairwiseTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OIDC Core", "8.1")]
    public async Task RTK_29_subject_is_one_inside_a_sector_another_outside_and_everywhere_the_same()
    {
        using var ada = await Person.NewAsync(server);
        var shop = await SeenAsync(ada, await NewPairwiseAsync());
        var news = await SeenAsync(ada, await NewPairwiseAsync());
        var bank = await SeenAsync(ada, await NewPairwiseAsync(("sector_identifier_uri", "https://bank.example/sector.json")));
        Assert.Equal(shop.Subject, news.Subject);
        Assert.NotEqual(shop.Subject, bank.Subject);
        Assert.Equal(3, new[] { shop.Session, news.Session, bank.Session }.Distinct().Count());

        var id = await server.IdOfAsync(ada.Email);
        Assert.DoesNotContain(id.ToString(), shop.Everything + bank.Everything, StringComparison.OrdinalIgnoreCase);
        var session = await server.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", id);
        Assert.DoesNotContain(session.ToString(), shop.Everything + bank.Everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Spec("OIDC Core", "8")]
    public async Task Public_client_goes_on_knowing_people_by_their_ids()
    {
        using var ada = await Person.NewAsync(server);
        var seen = await SeenAsync(ada, "trusted");
        Assert.Equal((await server.IdOfAsync(ada.Email)).ToString(), seen.Subject);
    }

    [Fact]
    [Spec("OIDC Core", "12.2")]
    public async Task Refresh_keeps_the_subject()
    {
        using var ada = await Person.NewAsync(server);
        var client = await NewPairwiseAsync();
        var tokens = await ada.TokensAsync(client);
        using var channel = server.NewBackChannel();
        var refreshed = await channel.TokenAsync(
            StandardServer.Login(client), ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!));
        Assert.Equal(Claim(tokens["id_token"]!, "sub"), Claim(refreshed["id_token"]!, "sub"));
        Assert.Equal(Claim(tokens["id_token"]!, "sid"), Claim(refreshed["id_token"]!, "sid"));
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Hint_names_the_person_in_the_clients_own_words()
    {
        using var ada = await Person.NewAsync(server);
        using var bob = await Person.NewAsync(server);
        var client = await NewPairwiseAsync();
        var hint = (await ada.TokensAsync(client))["id_token"]!;
        await bob.TokensAsync(client);

        var hers = await ada.Browser.GetAsync(Person.AuthorizeUrl(client, ("prompt", "none"), ("id_token_hint", hint)));
        Assert.True(hers.Query.ContainsKey("code"), hers.ToString());
        var his = await bob.Browser.GetAsync(Person.AuthorizeUrl(client, ("prompt", "none"), ("id_token_hint", hint)));
        Assert.Equal("login_required", his.Query["error"]);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task Hint_signs_its_own_session_out_at_once_and_its_tokens_die_with_it()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var tokens = await ada.TokensAsync(await NewPairwiseAsync(), ("scope", "openid"));
        var bye = await ada.Browser.GetAsync(
            $"/connect/endsession?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={StandardServer.Bye}");
        Assert.Equal(StandardServer.Bye, bye.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await channel.GetAsync("/connect/userinfo", tokens["access_token"])).Status);
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task Metadata_names_both_types()
    {
        using var channel = server.NewBackChannel();
        var types = (await channel.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("subject_types_supported");
        Assert.Equal(["public", "pairwise"], types.EnumerateArray().Select(t => t.GetString()));
    }

    private Task<string> NewPairwiseAsync(params (string Name, string Value)[] more)
    {
        var changes = new JsonObject { ["subject_type"] = "pairwise" };
        foreach (var (name, value) in more)
            changes[name] = value;
        return server.NewClientAsync("trusted", changes);
    }

    /// <summary>Signs in and looks wherever a client may look. All of it must name the person and session alike.</summary>
    private async Task<(string Subject, string Session, string Everything)> SeenAsync(Person person, string client)
    {
        var tokens = await person.TokensAsync(client);
        using var channel = server.NewBackChannel();
        var userinfo = await channel.GetAsync("/connect/userinfo", tokens["access_token"]);
        var access = await IntrospectAsync(channel, client, tokens["access_token"]!);
        var refresh = await IntrospectAsync(channel, client, tokens["refresh_token"]!);
        var (idClaims, accessClaims) = (ClaimsOf(tokens["id_token"]!), ClaimsOf(tokens["access_token"]!));

        string?[] subjects =
            [idClaims["sub"], accessClaims["sub"], userinfo["sub"], access["sub"], refresh["sub"]];
        string?[] sessions = [idClaims["sid"], accessClaims["sid"], access["sid"]];
        var subject = Assert.Single(subjects.Distinct());
        var session = Assert.Single(sessions.Distinct());
        var everything = string.Join('\n', idClaims.Values.Concat(accessClaims.Values)) + userinfo.Text + access.Text + refresh.Text;
        return (subject!, session!, everything); // both are asserted by Single
    }

    private static Task<Reply> IntrospectAsync(BackChannel channel, string client, string token) =>
        channel.PostAsync("/connect/introspect", StandardServer.Login(client), ("token", token));

    private static string Claim(string token, string name) => ClaimsOf(token)[name];

    private static Dictionary<string, string> ClaimsOf(string token) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement.EnumerateObject()
            .ToDictionary(c => c.Name, c => c.Value.ToString());
}
