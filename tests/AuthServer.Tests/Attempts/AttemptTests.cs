using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>Attempts have ids, are found again, and hold no secret.</summary>
[Collection(RecorderCollection.Name)]
public sealed partial class AttemptTests(RecorderServer server)
{
    /// <summary>Whoever adds an endpoint under /connect is here without doing anything for it.</summary>
    [Fact]
    public async Task Every_endpoint_of_the_protocol_names_what_it_refuses()
    {
        var endpoints = Directory.EnumerateFiles(Repository.PathOf("src", "AuthServer", "Endpoints"), "*.cs")
            .SelectMany(f => Mapped().Matches(File.ReadAllText(f)))
            .Select(m => (Verb: m.Groups["verb"].Value, Path: m.Groups["path"].Value.Replace("{clientId}", "nobody", StringComparison.Ordinal)))
            .Where(e => e.Path != "/connect/checksession").ToList(); // a page without parameters
        Assert.True(endpoints.Count >= 12, "the endpoints were not found");

        using var channel = server.NewBackChannel();
        foreach (var (verb, path) in endpoints)
        {
            using var request = new HttpRequestMessage(
                verb switch { "Get" or "Methods" => HttpMethod.Get, "Put" => HttpMethod.Put, "Delete" => HttpMethod.Delete, _ => HttpMethod.Post },
                path + (verb == "Get" ? "?id_token_hint=nonsense" : ""));
            if (verb is "Post" or "Put" or "Form")
                request.Content = new StringContent("nonsense", System.Text.Encoding.UTF8, "text/plain");
            var refused = await channel.SendAsync(request);
            Assert.True((int)refused.Status is >= 400 and < 500, $"{verb} {path}: {refused}");
            Assert.Matches(Id(), refused.Header("Attempt-Id"));
        }
    }

    [Fact]
    public async Task Error_page_shows_the_attempt_to_the_person()
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync(Person.AuthorizeUrl("nobody"));
        Outcome.Page(page);
        Assert.Contains(page.Page.QuerySelectorAll("dd"), d => d.TextContent == page.Header("Attempt-Id"));
    }

    [Fact]
    public async Task Error_that_goes_to_the_client_is_named_on_the_redirect()
    {
        using var channel = server.NewBackChannel();
        var refused = await channel.GetAsync(Person.AuthorizeUrl("web", ("prompt", "none")));
        Outcome.Redir(refused, "login_required", server);
        Assert.Matches(Id(), refused.Header("Attempt-Id"));
        Assert.Null((await channel.GetAsync(Person.AuthorizeUrl("web"))).Header("Attempt-Id"));
    }

    [Fact]
    public async Task Scripts_of_clients_may_read_the_id()
    {
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "https://app.example");
        var refused = await channel.SendAsync(request);
        Assert.Contains("Attempt-Id", refused.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_who_refuses_is_on_the_attempt_with_the_request_that_waited()
    {
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        var page = await ada.WalkToConsentAsync("web");
        var back = await ada.Browser.SubmitAsync(page, ("decision", "deny"));
        var refused = await ada.Browser.GetAsync(back.Location!.ToString()); // back to the endpoint

        var attempt = await RecorderServer.OpenAsync(admin, refused);
        Assert.Equal((await server.IdOfAsync(ada.Email)).ToString(), attempt.GetProperty("user_id").GetString());
        Assert.Equal(("web", "code"), (attempt.GetProperty("client_id").GetString(), attempt.GetProperty("kind").GetString()));
        Assert.Equal(StandardServer.Callback, Received(attempt, "redirect_uri").GetProperty("value").GetString());
    }

    [Fact]
    public async Task Id_is_found_however_it_was_read_out()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        var refused = await desk.Channel.TokenAsync(ClientLogin.Basic("web", "wrong"));
        var id = (await RecorderServer.OpenAsync(admin, refused)).GetProperty("id").GetString()!; // it has one
        var said = id.Replace("-", "", StringComparison.Ordinal).Replace('0', 'o').Replace('1', 'l').ToLowerInvariant();
        Assert.Equal(id, (await admin.SendAsync(HttpMethod.Get, $"attempts/{said}"))["id"]);
        Assert.Equal(id, Assert.Single(await ListAsync(admin, $"q={said}")).GetProperty("id").GetString());
        foreach (var none in new[] { "nonsense", "00000-00000" })
            (await admin.SendAsync(HttpMethod.Get, $"attempts/{none}")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task List_finds_by_client_and_rule_and_goes_on_page_by_page()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("web");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var refused = await desk.Channel.TokenAsync(ClientLogin.Basic(client, "wrong"));
            ids.Add((await RecorderServer.OpenAsync(admin, refused)).GetProperty("id").GetString()!); // it has one
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await admin.SendAsync(HttpMethod.Get, $"attempts?q={client}&limit=2{(cursor.Length > 0 ? "&cursor=" : "")}{cursor}");
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)); // each has one
            cursor = page.Json.GetProperty("next_cursor").GetString();
        }

        Assert.Equal(Enumerable.Reverse(ids), seen);
        Assert.All(await ListAsync(admin, "q=client.secret"), i => Assert.Equal("client.secret", i.GetProperty("rule").GetString()));
        Assert.Empty(await ListAsync(admin, "q=%25"));
        Assert.Equal(ids[0], (await ListAsync(admin, $"q={client}&sort=at"))[0].GetProperty("id").GetString());
    }

    internal static JsonElement Received(JsonElement attempt, string name) =>
        attempt.GetProperty("received").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(Administrator admin, string query)
    {
        var list = await admin.SendAsync(HttpMethod.Get, "attempts?" + query);
        Assert.True(list.Status == HttpStatusCode.OK, list.ToString());
        return [.. list.Json.GetProperty("items").EnumerateArray()];
    }

    [GeneratedRegex("""Map(?<verb>Get|Post|Put|Delete|Methods|Form)\("(?<path>/connect/[^"]+)"|Map(?<verb>Get|Post)\("(?<path>/connect/[^"]+)",""")]
    private static partial Regex Mapped();

    [GeneratedRegex("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$")]
    private static partial Regex Id();
}
