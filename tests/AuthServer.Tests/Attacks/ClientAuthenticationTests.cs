using System.Net;
using System.Text;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>CLA: who says falsely that it is a client.</summary>
public sealed class ClientAuthenticationTests(StandardServer server) : IClassFixture<StandardServer>, IDisposable
{
    private readonly BackChannel _channel = server.NewBackChannel();

    public static TheoryData<string> Endpoints => ["/connect/token", "/connect/introspect", "/connect/revoke"];

    public void Dispose() => _channel.Dispose();

    [Theory]
    [MemberData(nameof(Endpoints))]
    [Spec("RFC 6749", "5.2")]
    public async Task CLA_01_wrong_and_unknown_clients_read_the_same(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, StandardServer.Login("machine"))).Status);

        ClientLogin[] wrong =
        [
            ClientLogin.Basic("machine", "wrong"), ClientLogin.Basic("machine", ""),
            ClientLogin.Basic("machine", StandardServer.Secret + "x"), ClientLogin.Basic("machine", StandardServer.Secret[..^1]),
            ClientLogin.Basic("machine", StandardServer.Secret.ToUpperInvariant()), ClientLogin.Basic("nobody", StandardServer.Secret),
        ];
        var replies = await Task.WhenAll(wrong.Select(login => AskAsync(path, login)));
        Assert.All(replies, reply => Outcome.T401(reply, wrong[0]));
        Assert.Single(replies.Select(Shape).Distinct());

        ClientLogin[] posted =
        [
            ClientLogin.Post("posting", "wrong"), ClientLogin.Post("posting", ""), ClientLogin.Post("nobody", "wrong"),
            ClientLogin.Public("nobody"), ClientLogin.Post("", StandardServer.Secret), ClientLogin.Anonymous,
        ];
        replies = await Task.WhenAll(posted.Select(login => AskAsync(path, login)));
        Assert.All(replies, reply => Outcome.T401(reply, posted[0]));
        Assert.Single(replies.Take(4).Select(Shape).Distinct());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    [Spec("RFC 6749", "2.3")]
    public async Task CLA_02_two_methods_at_once_are_refused(string path)
    {
        var assertion = ClientLogin.Assertion(Forged.Assertion(server));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, assertion)).Status);

        (ClientLogin First, ClientLogin Second)[] pairs =
        [
            (ClientLogin.Basic("machine", StandardServer.Secret), ClientLogin.Post("machine", StandardServer.Secret)),
            (ClientLogin.Basic("machine", StandardServer.Secret), ClientLogin.Post("machine", "wrong")),
            (ClientLogin.Basic("signed", StandardServer.Secret), Forged.Login(server)),
            (ClientLogin.Post("signed", StandardServer.Secret), Forged.Login(server)),
            (ClientLogin.Basic("machine", StandardServer.Secret), Forged.Login(server)),
        ];
        foreach (var (first, second) in pairs)
            Outcome.T400(await AskAsync(path, first, [.. second.Members]), "invalid_request");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    [Spec("RFC 7591", "2")]
    public async Task CLA_03_only_the_registered_method_counts(string path)
    {
        var moved = await server.NewClientAsync("web", StandardServer.KeysOfSigned());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, Forged.Login(server, "signed"))).Status);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await AskAsync(path, StandardServer.Login("posting"))).Status);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await AskAsync(path, Forged.Login(server, moved))).Status);

        ClientLogin[] wrong =
        [
            ClientLogin.Basic(moved, StandardServer.Secret), ClientLogin.Post(moved, StandardServer.Secret),
            ClientLogin.Post("machine", StandardServer.Secret), ClientLogin.Basic("posting", StandardServer.Secret),
            ClientLogin.Basic("spa", StandardServer.Secret), ClientLogin.Post("spa", StandardServer.Secret),
            Forged.Login(server, "machine"), Forged.Login(server, "spa"),
        ];
        foreach (var login in wrong)
            Outcome.T401(await AskAsync(path, login), login);
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("posting")]
    [InlineData("signed")]
    public async Task CLA_04_confidential_client_must_prove_itself(string client)
    {
        foreach (var path in (string[])["/connect/token", "/connect/introspect", "/connect/revoke"])
            Outcome.T401(await AskAsync(path, ClientLogin.Public(client)), ClientLogin.Public(client));
        Assert.Equal("unauthorized_client", (await AskAsync("/connect/token", StandardServer.Login("spa")))["error"]);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/revoke", StandardServer.Login("spa"))).Status);
    }

    public static TheoryData<string> UnreadableHeaders =>
    [
        "Basic", "Basic ", "Basic !", "Basic bWFjaGluZQ==", "Basic Og==", "Basic bWFjaGluZTp4=", "Basic bWFj_W5lOng-",
        "Basic AAAA", "Basic ADoA", "Basic /zr/", "Basic bWFjaGluZTr/", "Basic JTAwOnNlY3JldA==", "Basic bWFjaGluZTolMDA=",
        "Basic " + new string('A', 20_000), "Bearer abc", "Digest username=\"machine\"", "machine:secret", "basicbWFjaGluZTp4", ",",
    ];

    [Theory]
    [MemberData(nameof(UnreadableHeaders))]
    [Spec("RFC 6749", "2.3.1")]
    public async Task CLA_05_header_that_cannot_be_read_is_refused(string header)
    {
        Assert.Equal(HttpStatusCode.OK, (await HeaderAsync("basic  " + Base64("machine:" + StandardServer.Secret))).Status);
        var reply = await HeaderAsync(header);
        Outcome.T401(reply, ClientLogin.Basic("x", "x"));
    }

    [Fact]
    [Spec("RFC 6749", "2.3.1")]
    public async Task CLA_05_two_headers_are_no_header() => Outcome.T401(
        await HeaderAsync("Basic " + Base64("machine:" + StandardServer.Secret), "Basic " + Base64("machine:" + StandardServer.Secret)));

    [Theory]
    [InlineData("a:b")]
    [InlineData("a%3Ab")]
    [InlineData("a b")]
    [InlineData("a+b/c=d")]
    [InlineData("a&s=b&i=c")]
    [InlineData("ключ-ü-🔑")]
    [InlineData("%")]
    [Spec("RFC 6749", "2.3.1")]
    public async Task CLA_05_both_halves_are_form_decoded(string secret)
    {
        var client = await server.NewClientWithSecretsAsync("machine", (secret, null));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/token", ClientLogin.Basic(client, secret))).Status);
        var plus = WebUtility.UrlEncode(secret);
        Assert.Equal(HttpStatusCode.OK, (await HeaderAsync("Basic " + Base64($"{client}:{plus}"))).Status);
        Outcome.T401(await AskAsync("/connect/token", ClientLogin.Basic(client, Uri.EscapeDataString(secret) + "%25")));
    }

    [Fact]
    [Spec("RFC 6749", "2.3.1")]
    public async Task CLA_05_client_id_is_form_decoded_too()
    {
        var client = await server.NewClientAsync("machine");
        await server.ExecuteAsync(
            "UPDATE clients SET client_id = $2, document = document || jsonb_build_object('client_id', $2) WHERE client_id = $1",
            client, "https://app.example/" + client);
        Assert.Equal(
            HttpStatusCode.OK, (await AskAsync("/connect/token", ClientLogin.Basic("https://app.example/" + client, StandardServer.Secret))).Status);
        Outcome.T401(await HeaderAsync("Basic " + Base64($"https://app.example/{client}:{StandardServer.Secret}")));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    [Spec("RFC 6749", "2.3.1")]
    public async Task CLA_06_client_id_of_the_body_must_be_that_of_the_header(string path)
    {
        var login = StandardServer.Login("machine");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, login, ("client_id", "machine"))).Status);
        foreach (var other in (string[])["api", "Machine", "nobody", "machine "])
            Outcome.T400(await AskAsync(path, login, ("client_id", other)), "invalid_request");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task CLA_22_disabled_and_deleted_clients_read_like_unknown_ones(string path)
    {
        var (disabled, deleted, sound) =
            (await server.NewClientAsync("machine"), await server.NewClientAsync("machine"), await server.NewClientAsync("machine"));
        await server.ExecuteAsync("UPDATE clients SET enabled = false WHERE client_id = $1", disabled);
        await server.ExecuteAsync("DELETE FROM clients WHERE client_id = $1", deleted);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, ClientLogin.Basic(sound, StandardServer.Secret))).Status);

        var unknown = await AskAsync(path, ClientLogin.Basic("nobody", StandardServer.Secret));
        Outcome.T401(unknown, StandardServer.Login("machine"));
        foreach (var gone in (string[])[disabled, deleted])
            Assert.Equal(Shape(unknown), Shape(await AskAsync(path, ClientLogin.Basic(gone, StandardServer.Secret))));
    }

    public static TheoryData<string> OtherSpellings =>
    [
        "Machine", "MACHINE", "machine ", " machine", "machine\t", "mach\u200bine", "ｍachine", "machine\0", "machine\r\nx: y",
        "' OR 1=1--", "machine%", "machin_", "../machine", new string('m', 10_240), "\ud83d\udd11",
    ];

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public async Task CLA_23_client_id_is_compared_byte_for_byte(string id)
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/token", StandardServer.Login("machine"))).Status);
        Outcome.T401(await AskAsync("/connect/token", ClientLogin.Basic(id, StandardServer.Secret)));
        var posted = await AskAsync("/connect/token", ClientLogin.Post(id, StandardServer.Secret));
        if (id.Contains('\0', StringComparison.Ordinal))
            Outcome.T400(posted, "invalid_request"); // no parameter of any request holds a NUL
        else
            Outcome.T401(posted);
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(20_000)]
    public async Task CLA_24_long_secret_is_refused_by_its_length(int length)
    {
        var (longest, tooLong) = (new string('s', 1024), new string('s', length));
        var client = await server.NewClientWithSecretsAsync("machine", (longest, null), (tooLong, null));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/token", ClientLogin.Basic(client, longest))).Status);
        // It is even the right one: no hash of it was compared.
        Outcome.T401(await AskAsync("/connect/token", ClientLogin.Basic(client, tooLong)));
        Outcome.T401(await AskAsync("/connect/token", ClientLogin.Post(client, tooLong)));
    }

    [Fact]
    public async Task CLA_24_secret_of_a_megabyte_is_not_even_read()
    {
        var body = await AskAsync("/connect/token", ClientLogin.Post("posting", new string('s', (1024 * 1024) - 100)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.Status);
        Assert.Equal("invalid_request", body["error"]);
        var header = await AskAsync("/connect/token", ClientLogin.Basic("machine", new string('s', 100_000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, header.Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/connect/token", StandardServer.Login("machine"))).Status);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>All that tells one refusal from another.</summary>
    private static string Shape(Reply reply) =>
        $"{(int)reply.Status} {reply.Header("WWW-Authenticate")} {reply.Header("Content-Type")} {reply.Header("Content-Length")} {reply.Text}";

    private Task<Reply> AskAsync(string path, ClientLogin login, params (string Name, string Value)[] more) => _channel.PostAsync(
        path, login, [.. more, path == "/connect/token" ? ("grant_type", "client_credentials") : ("token", "nothing")]);

    private Task<Reply> HeaderAsync(params string[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", headers);
        return _channel.SendAsync(request);
    }
}
