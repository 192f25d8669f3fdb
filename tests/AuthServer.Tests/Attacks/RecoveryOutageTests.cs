using System.Diagnostics;
using System.Globalization;
using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: mail is away when a new password is asked for.</summary>
public sealed class RecoveryOutageTests(AccountServer server) : IClassFixture<AccountServer>
{
    // The long form of the catalogue: 10000.
    private static readonly int Resets =
        int.Parse(Environment.GetEnvironmentVariable("AUTH_TEST_RESETS") ?? "200", CultureInfo.InvariantCulture);

    [Fact]
    public async Task REC_29_answer_is_the_same_and_the_mail_comes_when_the_provider_is_back()
    {
        using var ada = await Owner.NewAsync(server);
        using var grace = await Owner.NewAsync(server);
        var control = (await grace.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
        await grace.NextLetterAsync();
        using (new Outage(server))
        {
            Outcome.Same(await ada.AskAsync("password/forgot"), control);
            Outcome.Same(await Owner.Nobody(server).AskAsync("password/forgot"), control);
            await UntilAsync("SELECT count(*) FROM outbox WHERE recipient = $1 AND state = 1 AND attempts > 0", 1, ada.Email);
            Assert.Equal([MessageKind.ResetPassword], await ada.MessagesAsync());
        }

        var letter = await ada.NextLetterAsync();
        (await ada.ResetAsync(Owner.TokenOf(letter))).Is(HttpStatusCode.NoContent);
        Assert.True(await ada.CanSignInAsync(Owner.NewPassword));
    }

    [Fact]
    public async Task REC_29_mail_that_came_too_late_is_not_sent_and_a_fresh_one_is()
    {
        using var ada = await Owner.NewAsync(server);
        using (new Outage(server))
        {
            (await ada.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
            await PassAsync(ada.Email);
        }

        await UntilAsync("SELECT count(*) FROM outbox WHERE recipient = $1 AND state = 4 AND payload IS NULL", 1, ada.Email);
        var fresh = await ada.AskedAsync("password/forgot");
        (await ada.ResetAsync(Owner.TokenOf(fresh))).Is(HttpStatusCode.NoContent);
        Assert.Equal([MessageKind.ResetPassword, MessageKind.ResetPassword, MessageKind.PasswordChanged], await ada.MessagesAsync());
    }

    [Fact]
    public async Task REC_30_nothing_that_was_asked_for_during_an_outage_is_missing()
    {
        var people = new List<Owner>();
        for (var i = 0; i < Resets; i++)
            people.Add(await Owner.NewAsync(server));
        var late = people.Where((_, i) => i % 4 == 0).ToList();
        using (new Outage(server))
        {
            foreach (var some in people.Chunk(20))
                Assert.All(await Task.WhenAll(some.Select(p => p.AskAsync("password/forgot"))), r => r.Is(HttpStatusCode.Accepted));
            Assert.Equal(Resets, await CountAsync("state = 1", people));
            // As if it had lasted for half an hour for some of them.
            foreach (var owner in late)
                await PassAsync(owner.Email);
        }

        await UntilAsync("SELECT count(*) FROM outbox WHERE recipient = ANY ($1) AND state = 1", 0, Addresses(people));
        Assert.Equal(late.Count, await CountAsync("state = 4", people));
        Assert.Equal(Resets - late.Count, await CountAsync("state = 2", people));
        Assert.Equal(late.Count, await CountAsync("state = 4", late));
        var files = Directory.EnumerateFiles(Path.Combine(server.Node.Folder, "mail"), "*.eml")
            .SelectMany(f => File.ReadLines(f).Where(l => l.StartsWith("To: ", StringComparison.Ordinal)).Take(1))
            .Select(l => l[4..].Trim('<', '>', ' ')).ToList();
        Assert.Equal(
            Addresses(people.Except(late)).Order(StringComparer.Ordinal),
            files.Where(f => people.Any(p => p.Email == f)).Order(StringComparer.Ordinal));
        people.ForEach(p => p.Dispose());
    }

    /// <summary>Half an hour passes for what was sent to an address, while no try is under way.</summary>
    private async Task PassAsync(string email)
    {
        const string later =
            """
            UPDATE outbox SET expires_at = expires_at - interval '30 minutes', created_at = created_at - interval '30 minutes'
            WHERE recipient = $1 AND state = 1 AND lease_until IS NULL
            """;
        for (var waited = Stopwatch.StartNew(); await server.ExecuteAsync(later, email) == 0; await Task.Delay(50))
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "a try never ends");
        await server.ExecuteAsync("UPDATE one_time_codes SET sent_at = sent_at - interval '30 minutes' WHERE key = $1", email);
    }

    private Task<long> CountAsync(string what, IEnumerable<Owner> people) => server.ScalarAsync<long>(
        $"SELECT count(*) FROM outbox WHERE recipient = ANY ($1) AND {what}", (object)Addresses(people));

    private static string[] Addresses(IEnumerable<Owner> people) => [.. people.Select(p => p.Email)];

    private async Task UntilAsync(string sql, long count, object argument)
    {
        for (var waited = Stopwatch.StartNew(); await server.ScalarAsync<long>(sql, argument) != count; await Task.Delay(100))
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), $"never {count}: {sql}");
    }

    /// <summary>While it is kept, a file stands where the folder for mail should be.</summary>
    private sealed class Outage : IDisposable
    {
        private readonly string _folder;

        public Outage(AccountServer server)
        {
            _folder = Path.Combine(server.Node.Folder, "mail");
            Directory.CreateDirectory(_folder);
            Directory.Move(_folder, _folder + ".away");
            File.WriteAllText(_folder, "");
        }

        public void Dispose()
        {
            File.Delete(_folder);
            Directory.Move(_folder + ".away", _folder);
        }
    }
}
