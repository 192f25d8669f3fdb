using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>The outbox, as administrators see it: everything but what is said.</summary>
[Collection(AccountCollection.Name)]
public sealed class MessageDeskTests(AccountServer server)
{
    [Fact]
    public async Task ADM_08_Message_is_shown_without_what_it_says_and_masked_for_who_need_not_know()
    {
        using var admin = await Administrator.NewAsync(server);
        using var reader = await Administrator.NewAsync(server, "admin.read");
        var (id, email) = await MessageAsync(state: 2);

        var shown = (await admin.GetAsync($"messages/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal((email, "verify_email", "email", "sent"), (shown["to"], shown["kind"], shown["channel"], shown["state"]));
        Assert.DoesNotContain("payload", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sealed", shown.Text, StringComparison.Ordinal);
        var masked = (await reader.GetAsync($"messages/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal($"{email[0]}…@example.org", masked["to"]);
        Assert.DoesNotContain(email, (await reader.GetAsync("messages?limit=200")).Text, StringComparison.Ordinal);

        Assert.Equal(id.ToString(), Assert.Single(Items(await admin.GetAsync($"messages?q={email[..30]}&kind=verify_email"))).GetProperty("id").GetString());
        Assert.Empty(Items(await reader.GetAsync($"messages?q={email[..30]}"))); // what is masked cannot be guessed
    }

    [Fact]
    public async Task Dead_message_is_retried_and_goes_out()
    {
        using var admin = await Administrator.NewAsync(server);
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        await server.ExecuteAsync("UPDATE users SET email_verified = true WHERE email = $1", email);
        (await app.PostAsync("password/forgot", new { email })).Is(HttpStatusCode.Accepted);
        var id = await Eventually.SeeAsync(
            async () => Items(await admin.GetAsync($"messages?q={email}&state=sent")).Select(m => m.GetProperty("id").GetString()).FirstOrDefault(),
            found => found is not null);
        (await admin.PostAsync($"messages/{id}/retry")).IsProblem(HttpStatusCode.Conflict, "too_late");

        // As one stands that could not be sent: what it says is still there.
        var (dead, to) = await MessageAsync(state: 3);
        (await admin.PostAsync($"messages/{dead}/retry")).Is(HttpStatusCode.NoContent);
        var after = await Eventually.SeeAsync(() => admin.GetAsync($"messages/{dead}"), r => r["state"] == "dead");
        Assert.Equal("1", after["attempts"]); // ours cannot be opened, and was tried once more
        Assert.Equal(1, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'message.retried' AND target = $1", dead.ToString()));
        Assert.Equal(to, after["to"]);
    }

    [Fact]
    public async Task Cancelled_message_is_wiped_and_one_that_is_being_sent_is_left_alone()
    {
        using var admin = await Administrator.NewAsync(server);
        var (waiting, _) = await MessageAsync(state: 1);
        (await admin.PostAsync($"messages/{waiting}/cancel")).Is(HttpStatusCode.NoContent);
        Assert.Equal("cancelled", (await admin.GetAsync($"messages/{waiting}"))["state"]);
        Assert.True(await server.ScalarAsync<bool>("SELECT payload IS NULL FROM outbox WHERE id = $1", waiting));
        (await admin.PostAsync($"messages/{waiting}/cancel")).IsProblem(HttpStatusCode.Conflict, "too_late");

        var (leased, _) = await MessageAsync(state: 1, lease: "now() + interval '1 hour'");
        (await admin.PostAsync($"messages/{leased}/cancel")).IsProblem(HttpStatusCode.Conflict, "too_late");
        (await admin.PostAsync($"messages/{leased}/retry")).IsProblem(HttpStatusCode.Conflict, "too_late");
        (await admin.PostAsync($"messages/{Guid.CreateVersion7()}/retry")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private static List<JsonElement> Items(Reply reply) => [.. reply.Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    /// <summary>One that no job sends before the test has looked.</summary>
    private async Task<(Guid Id, string Email)> MessageAsync(int state, string lease = "NULL")
    {
        var (id, email) = (Guid.CreateVersion7(), $"m{Guid.CreateVersion7():N}@example.org");
        await server.ExecuteAsync(
            $"""
            INSERT INTO outbox (id, kind, channel, recipient, payload, expires_at, priority, created_at, next_attempt_at, attempts,
                                failures, lease, state, lease_until)
            VALUES ($1, 1, 1, $2, 'sealed', now() + interval '1 hour', 0, now(), now() + interval '1 hour', 0, 16, 0, {state}, {lease})
            """,
            id, email);
        return (id, email);
    }
}
