using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section SSR: what is tried at the registration endpoint.</summary>
public sealed class RegistrationAttackTests(RegistrationServer server) : IClassFixture<RegistrationServer>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-guess")]
    [InlineData(RegistrationServer.InitialToken + "x")]
    public async Task SSR_05_Without_a_good_initial_token_nobody_registers(string? token)
    {
        var before = await ClientsAsync();
        var reply = await server.RegisterAsync(RegistrationServer.WebApp(), token);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.StartsWith("Bearer", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(before, await ClientsAsync());
    }

    [Fact]
    public async Task SSR_06_Of_many_at_once_a_token_registers_as_many_as_it_may()
    {
        var token = "raced-" + Guid.CreateVersion7().ToString("N");
        await AddTokenAsync(token, uses: 3, "1 hour");
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.RegisterAsync(RegistrationServer.WebApp(), token)));

        Assert.Equal(3, replies.Count(r => r.Status == HttpStatusCode.Created));
        Assert.Equal(9, replies.Count(r => r.Status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task SSR_06_An_expired_token_registers_nobody()
    {
        var token = "old-" + Guid.CreateVersion7().ToString("N");
        await AddTokenAsync(token, uses: 3, "-1 minute");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.RegisterAsync(RegistrationServer.WebApp(), token)).Status);
    }

    public static TheoryData<string, string> TooMuch => new()
    {
        { "grant_types", """["password"]""" },
        { "grant_types", """["authorization_code","urn:ietf:params:oauth:grant-type:jwt-bearer"]""" },
        { "scope", "\"openid admin\"" },
        { "first_party", "true" },
        { "introspection", "\"all\"" },
        { "require_consent", "false" },
        { "access_token_lifetime", "86400" },
        { "refresh_token_lifetime", "864000" },
        { "require_pkce", "false" },
        { "resources", """["https://orders.example"]""" },
        { "token_endpoint_auth_method", "\"tls_client_auth\"" },
        { "id_token_signed_response_alg", "\"none\"" },
        { "jwks", """{"keys":[{"kty":"oct","k":"AAAA"}]}""" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task SSR_07_What_only_an_operator_may_give_is_refused(string member, string value)
    {
        var reply = await server.RegisterAsync(RegistrationServer.WebApp((member, JsonNode.Parse(value))));
        Refused(reply, "invalid_client_metadata");
    }

    [Fact]
    public async Task SSR_07_A_client_without_a_secret_cannot_act_by_itself()
    {
        Refused(
            await server.RegisterAsync(RegistrationServer.WebApp(
                ("token_endpoint_auth_method", "none"), ("grant_types", new JsonArray("client_credentials", "authorization_code")))),
            "invalid_client_metadata");
    }

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task SSR_08_What_registering_refuses_replacing_refuses_too(string member, string value)
    {
        var (path, token, id) = await NewAsync();
        var reply = await server.SendAsync(HttpMethod.Put, path, token, RegistrationServer.WebApp(
            ("client_id", id), (member, JsonNode.Parse(value))));

        Refused(reply, "invalid_client_metadata");
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, path, token)).Status); // and the token lives
    }

    [Theory]
    [InlineData("\"nonsense\"")]
    [InlineData("\"eyJhbGciOiJub25lIn0.eyJzb2Z0d2FyZV9pZCI6ImEifQ.\"")]
    [InlineData("17")]
    public async Task SSR_09_No_software_statement_is_believed(string statement)
    {
        Refused(
            await server.RegisterAsync(RegistrationServer.WebApp(("software_statement", JsonNode.Parse(statement)))),
            "invalid_software_statement");
    }

    [Fact]
    public async Task SSR_10_A_client_s_token_opens_no_other_client()
    {
        var (path, token, id) = await NewAsync();
        var (_, foreign, _) = await NewAsync();
        var before = (await server.SendAsync(HttpMethod.Get, path, token)).Text;

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete, HttpMethod.Put })
        {
            var body = method == HttpMethod.Put ? RegistrationServer.WebApp(("client_id", id)) : null;
            var reply = await server.SendAsync(method, path, foreign, body);
            Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
            Assert.DoesNotContain("redirect_uris", reply.Text, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await server.SendAsync(HttpMethod.Get, path, token)).Text);
        // Nor does any token open a client that an operator declared.
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync(HttpMethod.Get, "/connect/register/web", token)).Status);
    }

    [Theory]
    [InlineData("client_id", null)]
    [InlineData("client_id", "\"somebody-else\"")]
    [InlineData("client_secret", "\"of-my-own-choice-0123456789-0123456789-01\"")]
    [InlineData("redirect_uris", null)]
    [InlineData("registration_access_token", "\"of-my-own-choice\"")]
    [InlineData("registration_client_uri", "\"https://elsewhere.example\"")]
    [InlineData("client_id_issued_at", "1")]
    [InlineData("client_secret_expires_at", "1")]
    public async Task SSR_11_Who_a_client_is_cannot_be_replaced(string member, string? value)
    {
        var (path, token, id) = await NewAsync();
        var document = RegistrationServer.WebApp(("client_id", id));
        document.Remove(member);
        if (value is not null)
            document.Add(member, JsonNode.Parse(value));

        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Put, path, token, document)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, path, token)).Status);
    }

    [Fact]
    public async Task SSR_11_The_present_secret_may_be_sent_along()
    {
        var client = await server.NewAsync();
        var reply = await server.SendAsync(
            HttpMethod.Put, new Uri(client.GetProperty("registration_client_uri").GetString()!).AbsolutePath,
            client.GetProperty("registration_access_token").GetString(),
            RegistrationServer.WebApp(
                ("client_id", client.GetProperty("client_id").GetString()), ("client_secret", client.GetProperty("client_secret").GetString())));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Fact]
    public async Task SSR_19_A_name_is_shown_as_text_in_one_line_that_turns_nothing_around()
    {
        var client = await server.NewAsync(("client_name", "<script>alert(1)</script><img src=x onerror=alert(1)> \u202Egnp.exe" + new string('a', 500)));
        using var person = await Person.NewAsync(server);
        var page = await person.WalkToConsentAsync(client.GetProperty("client_id").GetString()!, ("scope", "openid"));

        var heading = page.Page.QuerySelector("h1")!;
        Assert.Empty(heading.QuerySelectorAll("script, img"));
        Assert.DoesNotContain('\u202E', heading.TextContent);
        Assert.InRange(heading.TextContent.Trim().Length, 60, 150);
        Assert.Contains("has looked at this app", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SSR_20_A_logo_is_a_picture_of_one_host_and_learns_nothing()
    {
        var client = await server.NewAsync(("logo_uri", "https://pictures.example/logo.svg?track=1"));
        using var browser = server.NewBrowser();
        var page = await browser.FollowAsync(await browser.GetAsync(
            Person.AuthorizeUrl(client.GetProperty("client_id").GetString()!, ("scope", "openid"))));

        // As an image a drawing runs no script; the policy admits none either.
        Assert.Equal("IMG", page.Page.QuerySelector(".app-logo")!.TagName);
        Assert.Equal("no-referrer", page.Page.QuerySelector(".app-logo")!.GetAttribute("referrerpolicy"));
        Assert.Contains("img-src 'self' https://pictures.example;", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tos_uri")]
    [InlineData("policy_uri")]
    [InlineData("client_uri")]
    [InlineData("logo_uri")]
    public async Task SSR_21_An_address_for_people_is_https(string member)
    {
        foreach (var address in new[] { "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://app.example/x", "/account", "//app.example" })
            Refused(await server.RegisterAsync(RegistrationServer.WebApp((member, address))), "invalid_client_metadata");
    }

    [Fact]
    public async Task SSR_22_A_refusal_is_json_that_no_browser_takes_for_a_page()
    {
        var reply = await server.RegisterAsync(RegistrationServer.WebApp(("redirect_uris", new JsonArray("https://a.example/<script>alert(1)</script>"))));

        Refused(reply, "invalid_redirect_uri");
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.DoesNotContain("<script", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SSR_23_Who_registers_without_end_is_told_to_wait()
    {
        await using var node = await server.StartNodeAsync(("RateLimits:Enabled", "true"), ("RateLimits:RegistrationsPerMinute", "5"));
        using var channel = new BackChannel(node.Address);
        var replies = new List<Reply>();
        for (var i = 0; i < 12; i++)
            replies.Add(await channel.PostRawAsync("/connect/register", "{}", "application/json"));

        Assert.Contains(replies, r => r.Status == HttpStatusCode.TooManyRequests && r.Header("Retry-After") is not null);
        Assert.InRange(replies.Count(r => r.Status != HttpStatusCode.TooManyRequests), 1, 10); // two windows at most
    }

    private static void Refused(Reply reply, string error)
    {
        Assert.True(reply.Status == HttpStatusCode.BadRequest, reply.ToString());
        Assert.Equal(error, reply["error"]);
        Assert.Matches("^[ !#-\\[\\]-~]*$", reply["error_description"]);
    }

    private async Task<(string Path, string Token, string Id)> NewAsync()
    {
        var client = await server.NewAsync();
        return (
            new Uri(client.GetProperty("registration_client_uri").GetString()!).AbsolutePath,
            client.GetProperty("registration_access_token").GetString()!, client.GetProperty("client_id").GetString()!);
    }

    private Task<long> ClientsAsync() => server.ScalarAsync<long>("SELECT count(*) FROM clients");

    private Task<int> AddTokenAsync(string token, int uses, string life) => server.ExecuteAsync(
        """
        INSERT INTO initial_access_tokens (id, token_hash, uses_left, created_at, expires_at)
        VALUES (gen_random_uuid(), sha256($1::bytea), $2, now(), now() + $3::interval)
        """,
        token, uses, life);
}
