using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>LOG-01: what is secret is in no log, however finely everything logs.</summary>
public sealed class CanaryTests(CanaryServer server) : IClassFixture<CanaryServer>
{
    private readonly Dictionary<string, string> _secrets = [];

    [Fact]
    public async Task LOG_01_No_secret_that_goes_through_the_main_flows_is_in_the_log()
    {
        await RegisterAndRecoverAsync();
        await WalkAsync();
        await AdministerAsync();
        await RegisterClientAsync();
        await server.Node.LogSaysAsync("/connect/token"); // the finest level is on
        await Task.Delay(500); // lines arrive a moment after the answer that they are about

        var log = server.Node.Log;
        Assert.True(_secrets.Count >= 20, string.Join(", ", _secrets.Keys));
        Assert.DoesNotContain(_secrets, s => s.Value.Length < 6);
        Assert.Empty(_secrets.Where(s => log.Contains(s.Value, StringComparison.Ordinal)
            || log.Contains(Uri.EscapeDataString(s.Value), StringComparison.Ordinal)).Select(s => $"{s.Key}: {LineOf(log, s.Value)}"));
    }

    private async Task RegisterAndRecoverAsync()
    {
        using var owner = Owner.Nobody(server);
        await owner.RegisterAsync(Secret("password", "Canary-Horse-71"));
        var letter = await owner.NextLetterAsync();
        Secret("link to verify", Owner.TokenOf(letter));
        var tokens = (await owner.App.VerifyAsync(owner.Email, Code("code to verify", letter.Code))).Is(HttpStatusCode.OK);
        Tokens("first-party", tokens);
        await owner.App.TryLoginAsync(owner.Email, Secret("wrong password", "Canary-Wrong-72"));
        var forgot = await owner.AskedAsync("password/forgot");
        Secret("link to reset", Owner.TokenOf(forgot));
        using (var browser = server.NewBrowser())
            await browser.GetAsync(forgot.Link.PathAndQuery);
        var reset = (await owner.ExchangeAsync(Code("code to reset", forgot.Code)))["reset_token"]!;
        (await owner.ResetAsync(Secret("reset token", reset), Secret("new password", "Canary-Better-73"))).Is(HttpStatusCode.NoContent);
    }

    private async Task WalkAsync()
    {
        Secret("client secret", StandardServer.Secret);
        using var desk = new Desk(server);
        using var ada = await Person.NewAsync(server);
        var code = Secret("authorization code", await ada.CodeAsync("trusted"));
        foreach (System.Net.Cookie cookie in ada.Browser.Cookies.GetAllCookies())
            Secret($"cookie {cookie.Name}", cookie.Value);
        Secret("verifier", Person.Verifier);
        var tokens = (await Person.RedeemAsync(server, "trusted", code)).Is(HttpStatusCode.OK);
        Tokens("code flow", tokens);
        (await Person.RedeemAsync(server, "trusted", code)).Is(HttpStatusCode.BadRequest); // a replay, which is told
        await desk.UserInfoAsync(tokens["access_token"]!);
        await desk.IntrospectAsync("watcher", tokens["access_token"]!);
        await desk.RefreshAsync("trusted", tokens["refresh_token"]!);
        await desk.RevokeAsync("trusted", tokens["access_token"]!);
        Tokens("opaque", await ada.TokensAsync("opaque"));
        Secret("machine's token", (await desk.MachineAsync("machine"))["access_token"]!);
    }

    private async Task AdministerAsync()
    {
        using var admin = await Administrator.NewAsync(server);
        Secret("administrator's token", admin.Token);
        Secret("initial access token", (await admin.PostAsync("registration-tokens", new { uses = 1 }))["token"]!);
        await admin.PostAsync("revocations", new { kind = "token", key = admin.Token });
    }

    private async Task RegisterClientAsync()
    {
        Secret("encryption secret", server.EncryptionSecret);
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register");
        request.Headers.Authorization = new("Bearer", _secrets["initial access token"]);
        request.Content = System.Net.Http.Json.JsonContent.Create(new { redirect_uris = new[] { StandardServer.Callback } });
        var made = (await channel.SendAsync(request)).Is(HttpStatusCode.Created);
        Secret("registered client's secret", made["client_secret"]!);
        Secret("registration access token", made["registration_access_token"]!);
    }

    private void Tokens(string of, Reply tokens)
    {
        foreach (var name in new[] { "access_token", "refresh_token", "id_token" })
        {
            if (tokens[name] is { } token)
                Secret($"{of} {name}", token);
        }
    }

    private string Secret(string name, string value) => _secrets[name] = value;

    // Six digits are in a log by chance; with what stands before them they are not.
    private string Code(string name, string value)
    {
        _secrets[name] = $"\"{value}\"";
        return value;
    }

    private static string LineOf(string log, string secret) =>
        log.Split('\n').FirstOrDefault(l => l.Contains(secret, StringComparison.Ordinal)) ?? "";
}

/// <summary>Everything logs everything.</summary>
public sealed class CanaryServer : AccountServer
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings, ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
        ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Trace"),
    ];
}
