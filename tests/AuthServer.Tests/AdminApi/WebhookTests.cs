using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Somebody outside is told of what happens: signed, until they took it, and nothing that they need not know.</summary>
public sealed class WebhookTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task Event_reaches_who_wants_it_signed_and_without_anything_personal()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        var hook = await NewAsync(admin, receiver, "user.*");
        var (email, user) = await SomebodyAsync();
        (await admin.PostAsync($"users/{user}/lock")).Is(HttpStatusCode.NoContent);

        var heard = await receiver.NextAsync("user.locked", user);
        Assert.True(heard.IsSignedBy(hook["secret"]!));
        Assert.False((heard with { Body = heard.Body + " " }).IsSignedBy(hook["secret"]!));
        Assert.Equal("application/json", heard.ContentType);
        Assert.DoesNotContain(email, heard.Body, StringComparison.Ordinal);
        var actor = heard.Json.GetProperty("data").GetProperty("actor");
        Assert.Equal(("person", "admin-console"), (actor.GetProperty("kind").GetString(), actor.GetProperty("via").GetString()));
        Assert.Equal(
            1, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE id = $1", heard.Json.GetProperty("data").GetProperty("event").GetGuid()));

        (await admin.PostAsync("revocations", new { kind = "user", key = user })).Is(HttpStatusCode.Created); // "revoked": nobody asked
        (await admin.PostAsync($"users/{user}/unlock")).Is(HttpStatusCode.NoContent);
        await receiver.NextAsync("user.unlocked", user);
        Assert.DoesNotContain(receiver.All, h => h.Type == "revoked");
        var delivery = await Eventually.SeeAsync(() => DeliveryAsync(admin, hook, "user.locked"), d => Text(d, "state") == "delivered");
        Assert.Equal((heard.Id, "204", "1"), (Text(delivery, "id"), Text(delivery, "status"), Text(delivery, "attempts")));
    }

    [Fact]
    public async Task Receiver_that_fails_and_is_slow_gets_it_again_under_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        var hook = await NewAsync(admin, receiver, "user.locked");
        var times = 0;
        receiver.Answer = async _ =>
        {
            switch (Interlocked.Increment(ref times))
            {
                case 1: return 500;
                case 2: return 400;
                case 3:
                    await Task.Delay(TimeSpan.FromSeconds(4)); // nobody waits that long
                    return 204;
                default: return 204;
            }
        };
        var (_, user) = await SomebodyAsync();
        (await admin.PostAsync($"users/{user}/lock")).Is(HttpStatusCode.NoContent);

        string?[] reasons = ["answered 500", "answered 400", "no answer in time"];
        foreach (var reason in reasons)
        {
            await Eventually.SeeAsync(() => DeliveryAsync(admin, hook, "user.locked"), d => Text(d, "last_error") == reason);
            // The pause is long; whoever administers may be in a hurry.
            await server.ExecuteAsync("UPDATE webhook_deliveries SET next_attempt_at = now() WHERE webhook_id = $1 AND state = 1", Guid.Parse(hook["id"]!));
        }

        var delivery = await Eventually.SeeAsync(() => DeliveryAsync(admin, hook, "user.locked"), d => Text(d, "state") == "delivered");
        Assert.Equal(("4", null), (Text(delivery, "attempts"), Text(delivery, "last_error")));
        Assert.Single(receiver.All.Select(h => h.Id).Distinct());
        Assert.All(receiver.All, h => Assert.True(h.IsSignedBy(hook["secret"]!)));

        (await admin.PostAsync($"webhooks/{hook["id"]}/deliveries/{Text(delivery, "id")}/retry")).Is(HttpStatusCode.NoContent);
        await Eventually.TrueAsync(() => receiver.All.Count == 5);
    }

    [Fact]
    public async Task Delivery_is_there_with_its_event_or_not_at_all()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        var hook = await NewAsync(admin, receiver, "user.*");
        var (_, user) = await SomebodyAsync();
        await server.ExecuteAsync("ALTER TABLE webhook_deliveries RENAME TO away");
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await admin.PostAsync($"users/{user}/lock")).Status);
        }
        finally
        {
            await server.ExecuteAsync("ALTER TABLE away RENAME TO webhook_deliveries");
        }

        Assert.True(await server.ScalarAsync<bool>("SELECT enabled FROM users WHERE id = $1", Guid.Parse(user)));
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE target = $1 AND action = 'user.locked'", user));
        (await admin.PatchAsync($"webhooks/{hook["id"]}", new { enabled = false })).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"users/{user}/lock")).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries WHERE webhook_id = $1", Guid.Parse(hook["id"]!)));
    }

    [Fact]
    public async Task Two_secrets_sign_until_the_old_one_is_dropped_and_none_is_shown_again_or_written_down()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        var hook = await NewAsync(admin, receiver, "user.*");
        var old = hook["secret"]!;
        var secret = (await admin.PostAsync($"webhooks/{hook["id"]}/secrets")).Is(HttpStatusCode.Created)["secret"]!;
        var both = await TestAsync();
        Assert.True(both.IsSignedBy(old) && both.IsSignedBy(secret));
        (await admin.SendAsync(HttpMethod.Delete, $"webhooks/{hook["id"]}/secrets")).Is(HttpStatusCode.NoContent);
        var one = await TestAsync();
        Assert.True(one.IsSignedBy(secret) && !one.IsSignedBy(old));
        (await admin.SendAsync(HttpMethod.Delete, $"webhooks/{hook["id"]}/secrets")).Is(HttpStatusCode.NotFound);

        Assert.DoesNotContain("whsec_", (await admin.GetAsync("webhooks")).Text + (await admin.GetAsync($"webhooks/{hook["id"]}")).Text, StringComparison.Ordinal);
        var written = await server.ScalarAsync<string>(
            "SELECT (SELECT string_agg(w::text, '') FROM webhooks w) || (SELECT string_agg(e::text, '') FROM audit_events e)");
        foreach (var known in new[] { old, secret })
            Assert.DoesNotContain(known["whsec_".Length..], written, StringComparison.Ordinal);
        Assert.DoesNotContain("/hook", await server.ScalarAsync<string>("SELECT string_agg(detail, '') FROM audit_events"), StringComparison.Ordinal);

        async Task<Heard> TestAsync()
        {
            var test = (await admin.PostAsync($"webhooks/{hook["id"]}/test")).Is(HttpStatusCode.Accepted);
            return await Eventually.SeeAsync<Heard>(() => Task.FromResult(receiver.All.FirstOrDefault(h => h.Id == test["id"])!), h => h is not null);
        }
    }

    [Fact]
    public async Task Webhook_is_changed_by_who_saw_its_newest_version_and_removed_with_what_it_is_owed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => Task.FromResult(500);
        using var admin = await Administrator.NewAsync(server);
        var hook = await NewAsync(admin, receiver, "user.*");
        var (_, user) = await SomebodyAsync();
        (await admin.PostAsync($"users/{user}/lock")).Is(HttpStatusCode.NoContent);
        var seen = (await admin.GetAsync($"webhooks/{hook["id"]}")).Header("ETag")!;
        (await admin.PatchAsync($"webhooks/{hook["id"]}", new { description = "The CRM" }, seen)).Is(HttpStatusCode.OK);
        (await admin.PatchAsync($"webhooks/{hook["id"]}", new { enabled = false }, seen)).IsProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");

        (await admin.SendAsync(HttpMethod.Delete, $"webhooks/{hook["id"]}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries WHERE webhook_id = $1", Guid.Parse(hook["id"]!)));
        (await admin.GetAsync($"webhooks/{hook["id"]}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(
            ["webhook.created", "webhook.updated", "webhook.deleted"],
            (await server.ScalarAsync<string>("SELECT string_agg(action, ' ' ORDER BY at, id) FROM audit_events WHERE target = $1", hook["id"]!)).Split(' '));
    }

    [Theory]
    [InlineData("""{"url":"ftp://crm.example/hook","events":["*"]}""", "url")]
    [InlineData("""{"url":"https://user:secret@crm.example/","events":["*"]}""", "url")]
    [InlineData("""{"url":"https://crm.example/hook","events":[]}""", "events")]
    [InlineData("""{"url":"https://crm.example/hook","events":["user.lokced"]}""", "events")]
    [InlineData("""{"url":"https://crm.example/hook","events":["usr.*"]}""", "events")]
    [InlineData("""{"url":"https://crm.example/hook","events":["*"],"description":"a\nb"}""", "description")]
    public async Task What_makes_no_sense_is_refused_by_member(string body, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("webhooks", JsonDocument.Parse(body).RootElement)).Blames(member);
    }

    private static async Task<Reply> NewAsync(Administrator admin, WebhookReceiver receiver, params string[] events) =>
        (await admin.PostAsync("webhooks", new { url = receiver.Url, events })).Is(HttpStatusCode.Created);

    private static async Task<JsonElement> DeliveryAsync(Administrator admin, Reply hook, string type) =>
        (await admin.GetAsync($"webhooks/{hook["id"]}/deliveries?q={type}")).Is(HttpStatusCode.OK).Json.GetProperty("items")[0];

    private static string? Text(JsonElement item, string member) =>
        item.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;

    private async Task<(string Email, string Id)> SomebodyAsync()
    {
        var email = await server.NewUserAsync();
        return (email, (await server.IdOfAsync(email)).ToString());
    }
}

/// <summary>As in Production: nobody registers an address that leads into a private network, and none is called.</summary>
public sealed class PrivateWebhookTests(PrivateWebhookTests.Guarded server) : IClassFixture<PrivateWebhookTests.Guarded>
{
    private static readonly string[] Everything = ["*"];

    [Theory]
    [InlineData("https://localhost/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://10.0.0.7/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("http://crm.example/hook")]
    public async Task Private_address_is_refused(string url)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("webhooks", new { url, events = Everything })).Blames("url");
    }

    [Fact]
    public async Task Address_that_became_private_is_not_called()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var admin = await Administrator.NewAsync(server);
        var hook = (await admin.PostAsync("webhooks", new { url = "https://crm.example/hook", events = Everything })).Is(HttpStatusCode.Created);
        await server.ExecuteAsync("UPDATE webhooks SET url = $2 WHERE id = $1", Guid.Parse(hook["id"]!), receiver.Url);
        (await admin.PostAsync($"webhooks/{hook["id"]}/test")).Is(HttpStatusCode.Accepted);
        var delivery = await Eventually.SeeAsync(
            async () => (await admin.GetAsync($"webhooks/{hook["id"]}/deliveries")).Json.GetProperty("items")[0],
            d => d.GetProperty("state").GetString() == "dead");
        Assert.StartsWith("its address must", delivery.GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Empty(receiver.All);
    }

    /// <summary>A server that calls nobody inside.</summary>
    public sealed class Guarded : StandardServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Outbound:AllowPrivateNetworks", "false")];
    }
}
