using System.Diagnostics;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;
using Xunit.Abstractions;

namespace AuthServer.Tests.Attacks;

/// <summary>Section RDR: an address that changes between the steps of one request, or while nodes remember it.</summary>
[Collection(AuthorizeAttacks.Name)]
public sealed class RedirectUriChangeTests(AuthorizeServer server, ITestOutputHelper output)
{
    private const string Old = "https://old.example/cb";

    [Theory]
    [InlineData("https://app.example/cb2")]
    [InlineData("https://app.example/cb/")]
    [InlineData("https://APP.example/cb")]
    [InlineData(null)]
    [Spec("RFC 6749", "4.1.3")]
    public async Task RDR_31_another_address_at_the_token_endpoint(string? sent)
    {
        using var ada = await server.SignedInAsync();
        var code = await ada.CodeAsync("two");
        using var channel = server.NewBackChannel();
        List<(string Name, string Value)> members =
            [("grant_type", "authorization_code"), ("code", code), ("code_verifier", Person.Verifier)];
        if (sent is not null)
            members.Add(("redirect_uri", sent));
        Outcome.T400(await channel.TokenAsync(StandardServer.Login("two"), [.. members]), "invalid_grant");
        // Burnt: the right address comes too late.
        Outcome.T400(await Person.RedeemAsync(server, "two", code), "invalid_grant");
        Assert.NotNull((await ada.TokensAsync("two"))["access_token"]);
    }

    [Fact]
    [Spec("RFC 9700", "4.1")]
    public async Task RDR_33_address_removed_while_the_person_reads_the_consent_page()
    {
        var client = await server.NewClientAtAsync("web", StandardServer.Callback, Old);
        using var ada = await server.SignedInAsync();
        var reading = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Url(client)));
        var another = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Url(client)));
        var allowed = await ada.Browser.SubmitAsync(another, ("decision", "allow"));
        Assert.Equal("/connect/authorize/resume", allowed.Location?.AbsolutePath);

        await server.ChangeClientAsync(client, new JsonObject { ["redirect_uris"] = new JsonArray(StandardServer.Callback) });
        await Eventually.TrueAsync(
            async () => (await server.AskAsync(client, ("redirect_uri", Old))).SentLocation is null, TimeSpan.FromSeconds(10));

        Outcome.Page(await ada.Browser.SubmitAsync(reading, ("decision", "allow")));
        Outcome.Page(await ada.Browser.GetAsync(allowed.Location!.ToString())); // seen above
        Outcome.Code(await ada.WalkAsync(Person.AuthorizeUrl(client)), server);
    }

    [Fact]
    public async Task RDR_34_every_node_hears_of_a_removed_address()
    {
        await using var second = await server.StartNodeAsync();
        using var browser = new Browser(second.Address);
        var url = Person.AuthorizeUrl("moving", ("redirect_uri", AuthorizeServer.Moving));
        Assert.StartsWith("/account/login", (await browser.GetAsync(url)).SentLocation, StringComparison.Ordinal); // cached there now

        await server.RedeclareAsync(StandardServer.Callback);
        await Eventually.TrueAsync(
            async () => (await server.AskAsync("moving", ("redirect_uri", AuthorizeServer.Moving))).SentLocation is null,
            TimeSpan.FromSeconds(30));
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await browser.GetAsync(url)).SentLocation is null, TimeSpan.FromSeconds(5));
        output.WriteLine($"The second node followed {watch.ElapsedMilliseconds} ms after the first.");

        Outcome.Page(await browser.GetAsync(url));
        Assert.StartsWith(
            "/account/login", (await browser.GetAsync(Person.AuthorizeUrl("moving"))).SentLocation, StringComparison.Ordinal);
    }

    private static string Url(string client) => Person.AuthorizeUrl(client, ("redirect_uri", Old));
}
