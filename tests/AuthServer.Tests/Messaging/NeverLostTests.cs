using System.Collections.Concurrent;
using System.Diagnostics;
using AuthServer.Tests.Fixtures;
using Xunit;
using Xunit.Abstractions;

namespace AuthServer.Tests.Messaging;

/// <summary>The long forms, with the figures: AUTH_TEST_LONG=1.</summary>
public sealed class NeverLostTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1";

    [Fact]
    public async Task OUT_04_killed_again_and_again_it_sends_every_mail()
    {
        var (people, kills) = IsLong ? (1000, 20) : (30, 2);
        await using var smtp = await SmtpServer.StartAsync();
        var server = await MailServer.StartAsync(smtp.Port);
        try
        {
            var waiting = new ConcurrentQueue<string>(Enumerable.Range(0, people).Select(n => $"person{n}@example.org"));
            var answered = new ConcurrentQueue<string>();
            var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => RegisterAsync(server, waiting, answered))).ToList();
            for (var kill = 1; kill <= kills; kill++)
            {
                while (answered.Count < people * kill / (kills + 1))
                    await Task.Delay(5);
                await server.RestartAsync();
            }

            await Task.WhenAll(workers);
            await Eventually.TrueAsync(async () => await server.CountAsync("state = 1") == 0);

            var mails = smtp.Mails;
            var ids = mails.Select(m => m.MessageId).Distinct().Count();
            output.WriteLine($"{people} registrations, {kills} kills: {mails.Count} mails, {ids} Message-IDs");
            Assert.Equal(people, answered.Count);
            Assert.Equal(answered.Order(), mails.SelectMany(m => m.To).Distinct().Order());
            Assert.Equal(people, ids); // who got one twice after a crash got the same one
            Assert.InRange(mails.Count, people, people + 8 * kills);
            Assert.Equal(people, await server.CountAsync("state = 2"));
            Assert.Equal(await server.CountAsync(), await server.CountAsync("state IN (2, 3, 4)"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Registration_is_as_fast_with_a_mail_server_that_never_answers()
    {
        var samples = IsLong ? 300 : 20;
        var hole = new BlackHole();
        await using var smtp = await SmtpServer.StartAsync();
        var healthy = await MailServer.StartAsync(smtp.Port);
        var holed = await MailServer.StartAsync(hole.Port);
        try
        {
            for (var n = 0; n < 10; n++) // warm
                await Task.WhenAll(healthy.RegisterAsync($"warm{n}@example.org"), holed.RegisterAsync($"warm{n}@example.org"));
            var (well, ill) = (new List<double>(), new List<double>());
            for (var n = 0; n < samples; n++)
            {
                // In turns: while one answers, the other may still be busy with the mail of its last one.
                var servers = new[] { (healthy, well), (holed, ill) };
                foreach (var (server, times) in n % 2 == 0 ? servers : servers.Reverse())
                    times.Add(await TimeAsync(() => server.RegisterAsync($"person{n}@example.org")));
            }

            var ratio = Median(ill) / Median(well);
            output.WriteLine($"{samples} each: healthy {Median(well):0.00} ms, black hole {Median(ill):0.00} ms, ratio {ratio:0.000}");
            Assert.True(hole.Connections > 0);
            Assert.InRange(ratio, 0, IsLong ? 1.1 : 2);

            var port = hole.Port;
            hole.Dispose();
            await using var back = await SmtpServer.StartAsync(port);
            await Eventually.TrueAsync(async () => await holed.CountAsync("state = 1") == 0);
            Assert.Equal(samples + 10, back.Mails.SelectMany(m => m.To).Distinct().Count());
        }
        finally
        {
            await healthy.DisposeAsync();
            await holed.DisposeAsync();
        }
    }

    [Fact]
    public async Task OUT_25_with_every_provider_away_people_sign_in_and_the_operator_can_see_it()
    {
        var server = await MailServer.StartAsync(
            Ports.Free(), ("Sms:Transport", "Twilio"), ("Sms:From", "+15005550006"), ("Sms:Twilio:AccountSid", "AC1"),
            ("Sms:Twilio:AuthToken", "canary-token-of-twilio"), ("Sms:Twilio:BaseUrl", $"http://127.0.0.1:{Ports.Free()}"),
            ("Email:Smtp:User", "auth"), ("Email:Smtp:Password", "canary-password-of-smtp"));
        try
        {
            await server.RegisterAsync("waits@example.org");
            using var signedIn = await server.PostAsync(
                "login", new { email = "ada@example.org", password = "Correct-Horse-7", client_id = "app" });
            Assert.True(signedIn.IsSuccessStatusCode, await signedIn.Content.ReadAsStringAsync());
            await server.Node.LogSaysAsync("Email cannot be delivered just now: connection: ConnectionRefused");
            await Eventually.TrueAsync(async () => await server.CountAsync("state = 1 AND last_error IS NOT NULL") == 1);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task RegisterAsync(MailServer server, ConcurrentQueue<string> waiting, ConcurrentQueue<string> answered)
    {
        while (waiting.TryDequeue(out var email))
        {
            for (var isDone = false; !isDone;)
            {
                try
                {
                    isDone = await server.RegisterAsync(email);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException)
                {
                    await Task.Delay(50); // it was just killed, or is not ready yet
                }
            }

            answered.Enqueue(email);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
