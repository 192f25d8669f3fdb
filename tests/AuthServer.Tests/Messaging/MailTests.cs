using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Messaging;

public sealed class MailTests : IAsyncLifetime
{
    private const string Secret = "canary-password-of-smtp";

    private SmtpServer _smtp = null!; // set before any test runs
    private MailServer _server = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _smtp = await SmtpServer.StartAsync();
        _server = await MailServer.StartAsync(
            _smtp.Port, ("Issuer", "https://id.example"), ("Email:Smtp:Password", Secret), ("Logging:LogLevel:Default", "Trace"));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_smtp is not null)
            await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task OUT_18_links_lead_to_the_issuer_whatever_host_was_asked()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Node.Address, "/api/account/register"))
        {
            Content = new StringContent(
                """{"email":"ada2@example.org","password":"Bright-Lamp-42x","full_name":"Ada"}""", null, "application/json"),
        };
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.AcceptLanguage.ParseAdd("de");
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var mail = await NextAsync("ada2@example.org");
        var content = mail.Content.Replace("=\r\n", "", StringComparison.Ordinal);
        Assert.Contains("https://id.example/account/verify?token=3D", content, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", content, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", content, StringComparison.Ordinal);
        Assert.Equal("\"AuthServer\" <no-reply@id.example>", mail.Header("From"));
        Assert.Contains("lang=3D\"de\"", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OUT_20_no_log_and_no_answer_holds_a_secret_a_code_or_an_address()
    {
        await _server.RegisterAsync("canary-person@example.org", "Canary Name");
        var mail = await NextAsync("canary-person@example.org");
        var code = System.Text.RegularExpressions.Regex.Match(mail.Content, @"(?m)^ {4}(\d{6})\r?$").Groups[1].Value;
        Assert.Equal(6, code.Length);
        await Eventually.TrueAsync(async () => await _server.CountAsync("state = 2") == 1);
        foreach (var word in new[] { Secret, code, "canary-person", "Canary Name" })
            Assert.DoesNotContain(word, _server.Node.Log, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.DoesNotContain(
            Secret, await http.GetStringAsync(new Uri(_server.Node.Address, "/health")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OUT_21_nobody_can_flood_a_mailbox()
    {
        await _server.RegisterAsync("flooded@example.org");
        for (var n = 0; n < 10; n++)
        {
            await _server.RegisterAsync("flooded@example.org");
            await _server.RegisterAsync("ADA@example.org"); // has an account
            foreach (var path in new[] { "verify/resend", "password/forgot", "password/forgot/resend", "unlock/request" })
            {
                using var answer = await _server.PostAsync(path, new { email = "ada@example.org" });
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }
        }

        await Eventually.TrueAsync(async () => await _server.CountAsync("state = 1") == 0);
        Assert.Equal(1, _smtp.Mails.Count(m => m.To[0] == "flooded@example.org"));
        var perKind = _smtp.Mails.Where(m => m.To[0] == "ada@example.org").GroupBy(m => m.Header("Subject")).ToList();
        Assert.NotEmpty(perKind);
        Assert.All(perKind, kind => Assert.Single(kind));
    }

    private async Task<TakenMail> NextAsync(string to)
    {
        await Eventually.TrueAsync(() => Task.FromResult(_smtp.Mails.Any(m => m.To[0] == to)));
        return _smtp.Mails.First(m => m.To[0] == to);
    }
}
