using System.Net.Http.Headers;
using System.Text;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>LOG-01: what must not be known from the flight recorder.</summary>
[Collection(RecorderCollection.Name)]
public sealed class SecretsTests(RecorderServer server)
{
    private const string Canary = "c4n4ry-0123456789-abcdefghijklmnopqrstuvwxyz";

    /// <summary>Every parameter that carries a secret, and some that nobody knows.</summary>
    private static readonly string[] Secret =
    [
        "client_secret", "code", "code_verifier", "refresh_token", "access_token", "token", "password", "client_assertion",
        "assertion", "subject_token", "actor_token", "id_token_hint", "state", "nonce", "login_hint", "code_challenge", "claims",
        "request", "device_code", "auth_req_id", "mfa_token", "x-made-up",
    ];

    [Fact]
    public async Task LOG_01_no_secret_that_was_sent_is_in_an_attempt()
    {
        using var admin = await Administrator.NewAsync(server);
        using var channel = server.NewBackChannel();
        var refused = new List<Reply>();
        foreach (var name in Secret)
        {
            refused.Add(await channel.PostAsync("/connect/token", ClientLogin.Public("spa"), (name, Canary), ("grant_type", "nonsense")));
            refused.Add(await channel.PostAsync("/connect/revoke", ClientLogin.Public("nobody"), (name, Canary)));
            refused.Add(await channel.GetAsync($"/connect/authorize?client_id=web&{name}={Canary}"));
            refused.Add(await channel.GetAsync($"/connect/endsession?post_logout_redirect_uri=https%3A%2F%2Fx.example&{name}={Canary}"));
        }

        refused.Add(await channel.TokenAsync(ClientLogin.Basic("web", Canary)));
        refused.Add(await channel.TokenAsync(ClientLogin.Basic(Canary, "web"))); // the two exchanged
        refused.Add(await channel.GetAsync("/connect/userinfo", Canary));
        refused.Add(await channel.GetAsync($"/connect/userinfo?access_token={Canary}"));
        string[] elsewhere = ["x"];
        refused.Add(await server.RegisterAsync(new { client_secret = Canary, redirect_uris = elsewhere, jwks = new { keys = new[] { new { d = Canary } } } }));
        refused.Add(await server.RegisterAsync(new { }, token: Canary));
        refused.Add(await channel.PostRawAsync("/connect/token", Canary + "==")); // no form, but read as one
        refused.Add(await channel.PostRawAsync("/connect/token", "{\"client_secret\":\"" + Canary + "=\"}"));
        foreach (var address in new[] { $"https://app.example/cb?token={Canary}", $"https://app.example/cb#{Canary}", $"https://u:{Canary}@app.example/cb", $"urn:ietf:params:oauth:request_uri:{Canary}" })
            refused.Add(await channel.GetAsync(Person.AuthorizeUrl("web", ("redirect_uri", address), ("request_uri", address))));
        using var withCookie = new HttpRequestMessage(HttpMethod.Get, "/connect/authorize?client_id=web");
        withCookie.Headers.Add("Cookie", $"session={Canary}");
        withCookie.Headers.Add("Referer", $"https://app.example/?code={Canary}");
        withCookie.Headers.Authorization = new AuthenticationHeaderValue("Made-Up", Canary);
        refused.Add(await channel.SendAsync(withCookie));

        Assert.All(refused, r => Assert.NotNull(r.Header("Attempt-Id")));
        await RecorderServer.OpenAsync(admin, refused[^1]);
        Assert.Equal(refused.Count, await CountAsync("id = ANY ($1)", [refused.Select(r => r.Header("Attempt-Id")!).ToArray()])); // all have one
        Assert.Equal(0, await CountAsync("a::text LIKE $1 OR a::text LIKE $2", $"%{Canary[..16]}%", $"%{Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary))[..20]}%"));
    }

    [Fact]
    public async Task LOG_01_no_token_of_a_flow_that_is_recorded_is_in_an_attempt()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("web");
        (await admin.PostAsync("attempts/recordings", new { client_id = client, minutes = 5 })).Is(System.Net.HttpStatusCode.Created);
        var code = await ada.CodeAsync(client);
        var tokens = await desk.RedeemAsync(client, code);
        await desk.UserInfoAsync(tokens["access_token"]!);
        await desk.IntrospectAsync(client, tokens["access_token"]!);
        var refused = await desk.RefreshAsync(client, tokens["refresh_token"]!, ("scope", "nothing"));
        await RecorderServer.OpenAsync(admin, refused);

        Assert.True(await CountAsync("client_id = $1", client) >= 6);
        string[] secrets = [code, tokens["access_token"]!, tokens["refresh_token"]!, tokens["id_token"]!, Person.Verifier, StandardServer.Secret, ada.Email];
        foreach (var secret in secrets.SelectMany(s => s.Split('.')).Where(s => s.Length > 0))
            Assert.Equal(0, await CountAsync("client_id = $1 AND a::text LIKE $2", client, $"%{secret[..Math.Min(secret.Length, 24)]}%"));
    }

    private Task<long> CountAsync(string where, params object[] arguments) =>
        server.ScalarAsync<long>($"SELECT count(*) FROM attempts a WHERE {where}", arguments);
}
