using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>JOS, CLA: every kind of token at every place that takes one. Only the right cell accepts.</summary>
public sealed class TokenConfusionTests(TokenConfusionTests.Bench bench) : IClassFixture<TokenConfusionTests.Bench>
{
    private static readonly string[] Kinds =
    [
        "id_token", "access_token", "opaque access_token", "refresh_token", "code", "assertion", "request object",
        "logout token", "assertion under our key", "garbage", "dots",
    ];

    private static readonly Dictionary<string, string[]> Right = new()
    {
        ["introspect"] = ["access_token", "opaque access_token", "refresh_token"],
        ["userinfo"] = ["access_token", "opaque access_token"],
        ["userinfo by form"] = ["access_token", "opaque access_token"],
        ["revoke"] = ["access_token", "opaque access_token", "refresh_token"],
        ["code"] = ["code"],
        ["refresh_token"] = ["refresh_token"],
        ["authorize hint"] = ["id_token"],
        ["endsession hint"] = ["id_token"],
        ["client_assertion"] = ["assertion"],
    };

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var place in Right.Keys)
            {
                foreach (var kind in Kinds)
                    cells.Add(place, kind);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    [Spec("RFC 8725", "3.12")]
    public async Task JOS_28_CLA_12_only_the_right_cell_accepts(string place, string kind)
    {
        var client = kind.StartsWith("opaque", StringComparison.Ordinal) ? bench.OpaqueClient : "signed";
        var token = await bench.MakeAsync(kind, client);
        var right = Right[place].Contains(kind);
        var reply = await bench.SendAsync(place, token, client);
        switch (place)
        {
            case "introspect" when !right:
                Outcome.Off(reply);
                break;
            case "introspect":
                Assert.Equal("True", reply["active"]);
                break;
            case "userinfo" or "userinfo by form" when !right:
                Outcome.RS401(reply);
                break;
            case "revoke" when kind == "id_token":
                Outcome.T400(reply, "unsupported_token_type");
                break;
            case "code" or "refresh_token" when !right:
                Outcome.T400(reply, "invalid_grant");
                break;
            case "authorize hint" when right:
                Outcome.Code(reply, bench);
                break;
            case "authorize hint":
                Outcome.Redir(reply, "invalid_request", bench);
                break;
            case "endsession hint" when right:
                Assert.Equal(StandardServer.Bye, reply.SentLocation);
                break;
            case "endsession hint":
                Outcome.Page(reply);
                break;
            case "client_assertion" when !right:
                Outcome.T401(reply);
                break;
            default:
                Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
                break;
        }
    }

    [Theory]
    [InlineData("id_token")]
    [InlineData("code")]
    [InlineData("assertion")]
    [InlineData("logout token")]
    [InlineData("garbage")]
    [Spec("RFC 7009", "2.2")]
    public async Task JOS_28_what_cannot_be_revoked_takes_nothing_along(string kind)
    {
        var tokens = await bench.TokensAsync("signed");
        var token = kind switch
        {
            "id_token" => tokens["id_token"]!, // openid was asked
            "logout token" => bench.LogoutTokenOf(tokens["id_token"]!), // the same
            _ => await bench.MakeAsync(kind, "signed"),
        };
        await bench.SendAsync("revoke", token, "signed");
        foreach (var name in (string[])["access_token", "refresh_token"])
            Assert.Equal("True", (await bench.SendAsync("introspect", tokens[name]!, "signed"))["active"]);
        await bench.SendAsync("revoke", tokens["refresh_token"]!, "signed"); // the control
        Outcome.Off(await bench.SendAsync("introspect", tokens["access_token"]!, "signed"));
    }

    [Theory]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("at+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("secevent+jwt")]
    [InlineData("token-introspection+jwt")]
    [InlineData("x")]
    [Spec("RFC 8725", "3.11")]
    public async Task CLA_12_type_of_another_kind_is_no_assertion(string type)
    {
        foreach (var sound in (string?[])["JWT", "jwt", "application/jwt", "client-authentication+jwt", "application/client-authentication+jwt", null])
            Assert.Equal(HttpStatusCode.OK, (await AssertAsync(sound)).Status);
        Outcome.T401(await AssertAsync(type));
    }

    private async Task<Reply> AssertAsync(string? type)
    {
        using var channel = bench.NewBackChannel();
        var header = Forged.HeaderOf(StandardServer.KeyOfSigned, type);
        var assertion = Forged.Jws(StandardServer.KeyOfSigned, header, Forged.AssertionClaims(bench));
        return await channel.TokenAsync(ClientLogin.Assertion(assertion), ("grant_type", "client_credentials"));
    }

    /// <summary>Makes every kind of token and sends each everywhere.</summary>
    public sealed class Bench : StandardServer, IAsyncLifetime
    {
        private BackChannel _channel = null!; // set before any test runs
        private Insider _insider = null!; // set before any test runs
        private Person _ada = null!; // set before any test runs

        public string OpaqueClient { get; private set; } = "";

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            (_channel, _ada, _insider) = (NewBackChannel(), await Person.NewAsync(this), await Insider.OfAsync(this));
            OpaqueClient = await NewClientAsync("signed", new JsonObject { ["access_token_format"] = "opaque" });
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await _insider.DisposeAsync();
            _ada.Dispose();
            _channel.Dispose();
            await DisposeAsync();
        }

        public async Task<Reply> TokensAsync(string client) => await RedeemAsync(await _ada.CodeAsync(client), client);

        public async Task<string> MakeAsync(string kind, string client)
        {
            if (kind == "code")
                return await _ada.CodeAsync(client);
            var tokens = await TokensAsync(client);
            var id = tokens["id_token"]!; // openid was asked
            return kind switch
            {
                "id_token" => id,
                "access_token" or "opaque access_token" => tokens["access_token"]!, // a token answer has one
                "refresh_token" => tokens["refresh_token"]!, // offline_access was asked
                "assertion" => Forged.Assertion(this, client),
                "request object" => Forged.Assertion(this, client, RequestClaims, h => h["typ"] = "oauth-authz-req+jwt"),
                "logout token" => LogoutTokenOf(id),
                "assertion under our key" => _insider.Altered(id, AssertionClaims),
                "dots" => "..",
                _ => "garbage",
            };
        }

        /// <summary>As a back-channel notice says it, signed with the key of ID tokens.</summary>
        public string LogoutTokenOf(string idToken) => _insider.Altered(
            idToken,
            claims =>
            {
                claims.Remove("nonce");
                claims["jti"] = "l-1";
                claims["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() };
            },
            header => header["typ"] = "logout+jwt");

        public async Task<Reply> SendAsync(string place, string token, string client)
        {
            var login = Forged.Login(this, client);
            return place switch
            {
                "introspect" => await _channel.PostAsync("/connect/introspect", login, ("token", token)),
                "revoke" => await _channel.PostAsync("/connect/revoke", login, ("token", token)),
                "userinfo" => await _channel.GetAsync("/connect/userinfo", token),
                "userinfo by form" => await _channel.PostAsync("/connect/userinfo", ClientLogin.Anonymous, ("access_token", token)),
                "code" => await RedeemAsync(token, client),
                "refresh_token" => await _channel.TokenAsync(login, ("grant_type", "refresh_token"), ("refresh_token", token)),
                "authorize hint" => await _ada.Browser.GetAsync(
                    Person.AuthorizeUrl(client, ("prompt", "none"), ("id_token_hint", token))),
                "endsession hint" => await EndAsync(token, client),
                _ => await _channel.TokenAsync(ClientLogin.Assertion(token), ("grant_type", "client_credentials")),
            };
        }

        private Task<Reply> RedeemAsync(string code, string client) => _channel.TokenAsync(
            Forged.Login(this, client), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", Callback), ("code_verifier", Person.Verifier));

        /// <summary>In a browser where nobody is signed in: there is nothing to confirm.</summary>
        private async Task<Reply> EndAsync(string token, string client)
        {
            using var browser = NewBrowser();
            return await browser.GetAsync(
                $"/connect/endsession?client_id={client}&id_token_hint={Uri.EscapeDataString(token)}"
                + $"&post_logout_redirect_uri={Uri.EscapeDataString(Bye)}");
        }

        private void AssertionClaims(JsonObject claims)
        {
            foreach (var (name, value) in Forged.AssertionClaims(this))
                claims[name] = value?.DeepClone();
        }

        private void RequestClaims(JsonObject claims)
        {
            (claims["client_id"], claims["response_type"]) = ((string?)claims["iss"], "code");
            (claims["redirect_uri"], claims["scope"]) = (Callback, "openid");
        }
    }
}
