using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>What the token endpoint reads, and what it never reads.</summary>
[Collection(TokenServer.Name)]
public sealed class TokenRequestTests(StandardServer server)
{
    [Theory]
    [Spec("RFC 6749", "5.2")]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=", "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=password", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=implicit", "unsupported_grant_type")]
    [InlineData("grant_type=Client_Credentials", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials%00", "invalid_request")]
    [InlineData("grant_type=urn:ietf:params:oauth:grant-type:nothing", "unsupported_grant_type")]
    public async Task TOK_10_grant_type_must_be_one_that_is_known_and_there_once(string body, string error)
    {
        using var desk = new Desk(server);
        Outcome.T400(await PostAsync(desk, "machine", body), error);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(desk, "machine", "grant_type=client_credentials")).Status);
    }

    [Theory]
    [Spec("RFC 6749", "5.2")]
    [InlineData("trusted", "grant_type=client_credentials")]
    [InlineData("machine", "grant_type=authorization_code&code=x&redirect_uri=https://app.example/cb")]
    [InlineData("machine", "grant_type=refresh_token&refresh_token=x")]
    public async Task TOK_11_grant_that_is_not_the_clients_is_unauthorized_client(string client, string body)
    {
        using var desk = new Desk(server);
        Outcome.T400(await PostAsync(desk, client, body), "unauthorized_client");
    }

    [Theory]
    [Spec("RFC 6749", "3.2")]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task TOK_12_other_methods_than_post_are_405_and_nothing_of_the_query_is_logged(string method)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        var query = $"grant_type=authorization_code&code={code}&code_verifier={Person.Verifier}"
            + $"&redirect_uri={Uri.EscapeDataString(StandardServer.Callback)}";
        var request = new HttpRequestMessage(new HttpMethod(method), "/connect/token?" + query);
        request.Headers.Authorization = StandardServer.Login("trusted").Authorization;
        var reply = await desk.Channel.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Outcome.GivesNothingAway(reply);
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
        Assert.DoesNotContain(code, server.Node.Log, StringComparison.Ordinal);
    }

    [Theory]
    [Spec("RFC 6749", "4.1.3")]
    [InlineData("""{"grant_type":"client_credentials"}""", "application/json")]
    [InlineData("grant_type=client_credentials", "text/plain")]
    [InlineData("grant_type=client_credentials", "multipart/form-data; boundary=x")]
    [InlineData(
        "--x\r\nContent-Disposition: form-data; name=grant_type\r\n\r\nclient_credentials\r\n--x--\r\n",
        "multipart/form-data; boundary=x")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded; charset=iso-8859-1")]
    [InlineData("grant_type=client_credentials", "application/x-www-form-urlencoded, text/plain")]
    [InlineData("grant_type=client_credentials", "nonsense")]
    [InlineData("grant_type=client_credentials", "")]
    [InlineData("<grant_type>client_credentials</grant_type>", "application/xml")]
    public async Task TOK_13_body_that_is_no_form_is_refused(string body, string contentType)
    {
        using var desk = new Desk(server);
        var reply = await PostAsync(desk, "machine", body, contentType);
        Assert.True(reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, reply.ToString());
        Assert.Equal("invalid_request", reply["error"]);
        Outcome.GivesNothingAway(reply);
        var control = await PostAsync(
            desk, "machine", "grant_type=client_credentials", "application/x-www-form-urlencoded; charset=UTF-8");
        Assert.Equal(HttpStatusCode.OK, control.Status);
    }

    [Fact]
    public async Task TOK_13_compressed_body_is_refused()
    {
        using var desk = new Desk(server);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.ASCII.GetBytes("grant_type=client_credentials"));
        var request = Request("machine", new ByteArrayContent(packed.ToArray()), "application/x-www-form-urlencoded");
        request.Content!.Headers.ContentEncoding.Add("gzip"); // just given
        var reply = await desk.Channel.SendAsync(request);
        Assert.True(reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, reply.ToString());
        Outcome.GivesNothingAway(reply);
    }

    [Fact]
    public async Task TOK_14_scope_at_redemption_is_refused_and_the_code_kept()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        Outcome.T400(await desk.RedeemAsync("trusted", code, ("scope", "openid")), "invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(50_000)]
    public async Task TOK_15_huge_scope_of_nobody_is_401_before_anybody_reads_it(int length)
    {
        using var desk = new Desk(server);
        var scope = string.Concat(Enumerable.Repeat("a ", length / 2));
        var wrong = ClientLogin.Basic("machine", "wrong");
        foreach (var login in new[] { wrong, ClientLogin.Anonymous })
        {
            var reply = await desk.Channel.TokenAsync(login, ("grant_type", "client_credentials"), ("scope", scope));
            Outcome.T401(reply, login);
        }

        var known = await desk.MachineAsync("machine", ("scope", scope));
        Outcome.T400(known, length > 32 * 1024 ? "invalid_request" : "invalid_scope");
        Assert.Equal(HttpStatusCode.OK, (await desk.MachineAsync("machine", ("scope", "orders.read"))).Status);
    }

    [Theory]
    [Spec("RFC 6749", "3.2")]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    [InlineData("code_verifier")]
    [InlineData("client_id")]
    [InlineData("something_else")]
    public async Task TOK_16_parameter_given_twice_is_refused_even_with_one_value(string name)
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var good = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = await ada.CodeAsync("trusted"),
            ["client_id"] = "trusted",
            ["redirect_uri"] = StandardServer.Callback,
            ["code_verifier"] = Person.Verifier,
            ["something_else"] = "1",
        };
        var body = string.Join('&', good.Select(g => $"{g.Key}={Uri.EscapeDataString(g.Value)}"));
        foreach (var second in new[] { good[name], "another" })
        {
            var twice = $"{body}&{name}={Uri.EscapeDataString(second)}";
            Outcome.T400(await PostAsync(desk, "trusted", twice), "invalid_request");
        }

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(desk, "trusted", body)).Status);
    }

    [Fact]
    public async Task TOK_17_query_of_a_token_request_is_not_read()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        var rest = $"redirect_uri={Uri.EscapeDataString(StandardServer.Callback)}&code_verifier={Person.Verifier}";
        var whole = $"grant_type=authorization_code&code={code}&{rest}";
        foreach (var moved in new[] { "grant_type=authorization_code", $"code={code}" })
        {
            var reply = await PostAsync(desk, "trusted", whole.Replace(moved + "&", "", StringComparison.Ordinal), query: "?" + moved);
            Outcome.T400(reply, "invalid_request");
        }

        var secret = $"client_id=posting&client_secret={StandardServer.Secret}";
        Outcome.T401(await desk.Channel.PostRawAsync($"/connect/token?{secret}", "grant_type=client_credentials"));
        // What it says does not count, and does no harm either.
        var control = await PostAsync(desk, "trusted", whole, query: "?grant_type=password&code=x");
        Assert.Equal(HttpStatusCode.OK, control.Status);
    }

    [Fact]
    [Spec("RFC 6749", "4.4")]
    public async Task TOK_20_public_client_cannot_act_by_itself()
    {
        using var desk = new Desk(server);
        var client = await server.NewClientAsync(
            "spa", new JsonObject { ["grant_types"] = new JsonArray("client_credentials") });
        foreach (var login in new[] { ClientLogin.Public(client), ClientLogin.Public("spa") })
        {
            var reply = await desk.Channel.TokenAsync(login, ("grant_type", "client_credentials"));
            Outcome.T400(reply, "unauthorized_client");
        }
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("orders.read openid")]
    [InlineData("profile email")]
    [InlineData("roles")]
    [InlineData("mail.read")]
    [InlineData("no.such.scope")]
    [InlineData("ORDERS.READ")]
    [InlineData("orders.read\u00a0x")]
    public async Task TOK_21_client_by_itself_gets_no_scope_of_a_person_nor_anothers(string scope)
    {
        using var desk = new Desk(server);
        var client = await server.NewClientAsync("machine", new JsonObject
        {
            ["scope"] = "openid offline_access profile email roles orders.read",
        });
        Outcome.T400(await desk.MachineAsync(client, ("scope", scope)), "invalid_scope");
        var control = await desk.MachineAsync(client);
        Assert.Equal("orders.read", control["scope"]);
        Assert.Null(control["refresh_token"]);
        Assert.Null(control["id_token"]);
    }

    [Fact]
    [Spec("RFC 9700", "4.15")]
    public async Task TOK_21_client_named_like_a_person_is_not_taken_for_that_person()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var id = await server.IdOfAsync(ada.Email);
        await server.ExecuteAsync(
            """
            INSERT INTO clients (client_id, document, secrets, enabled, created_at, updated_at)
            SELECT $1, document, secrets, true, now(), now() FROM clients WHERE client_id = 'machine'
            """,
            id.ToString());
        var tokens = await desk.MachineAsync(id.ToString());
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        var seen = await desk.IntrospectAsync("watcher", tokens["access_token"]!);
        Assert.NotEqual(id.ToString(), seen["sub"]);
        Assert.NotEqual(id.ToString(), CodeFlowTests.Claims(tokens["access_token"]!).GetProperty("sub").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.UserInfoAsync(tokens["access_token"]!)).Status);
    }

    [Fact]
    [Spec("RFC 6749", "5.1")]
    public async Task TOK_23_tokens_travel_in_a_body_that_nobody_keeps_and_nowhere_else()
    {
        using var ada = await Person.NewAsync(server);
        var tokens = await ada.TokensAsync("trusted");
        Assert.Equal("no-store", tokens.Header("Cache-Control"));
        Assert.Equal("no-cache", tokens.Header("Pragma"));
        Assert.Equal("application/json; charset=utf-8", tokens.Header("Content-Type"));
        Assert.Null(tokens.SentLocation);
        Assert.Null(tokens.Header("Set-Cookie"));
        Assert.Equal(900, tokens.Json.GetProperty("expires_in").GetInt32());
        foreach (var header in new[] { "Authorization", "WWW-Authenticate", "Link", "ETag", "Server", "X-Powered-By" })
            Assert.Null(tokens.Header(header));
    }

    private static Task<Reply> PostAsync(
        Desk desk, string client, string body, string contentType = "application/x-www-form-urlencoded",
        string query = "") =>
        desk.Channel.SendAsync(Request(client, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), contentType, query));

    private static HttpRequestMessage Request(string client, HttpContent content, string contentType, string query = "")
    {
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token" + query) { Content = content };
        request.Headers.Authorization = StandardServer.Login(client).Authorization;
        return request;
    }
}
