using System.Net;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What a node says of itself to whoever asks.</summary>
public sealed partial class HealthTests
{
    private const string Registering = """{"registration":[{"kind":"user","role":"user"}],"roles":["user"]}""";

    private static readonly string[] Needed = ["database", "migrations", "keys", "declarations", "feed", "clock"];

    private static readonly (string Name, string Value)[] Production =
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"), ("Issuer", "https://id.example"), ("Password:Iterations", "1000"),
        ("Keys:EncryptionSecret", "of a test, and long enough for that 0123456789"),
    ];

    [Fact]
    public async Task Healthy_node_says_so_of_each_part_and_nothing_more()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(database.ConnectionString, []);
        using var channel = new BackChannel(node.Address);

        var live = await channel.GetAsync("/health/live");
        Assert.Equal("""{"status":"live"}""", live.Text);
        var ready = await channel.GetAsync("/health/ready");
        Assert.Equal("ready", ready["status"]);
        Assert.All(Needed, part => Assert.Equal("ok", ready[part]));
        var all = await Eventually.SeeAsync(() => channel.GetAsync("/health"), r => r["outbox"] == "ok");
        Assert.All(Needed, part => Assert.Equal("ok", all[part]));
        Assert.Equal("pickup", all["mail"]);
        Assert.Equal("pickup", all["sms"]);
        foreach (var reply in new[] { live, ready, all })
        {
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
            Assert.DoesNotMatch(Digits(), reply.Text); // no version, no port, no id
        }
    }

    [Fact]
    public async Task Mail_that_is_not_configured_is_said_and_holds_up_nothing()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(database.ConnectionString, Production, Registering);
        using var channel = new BackChannel(node.Address);
        var health = await channel.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal("ready", health["status"]);
        Assert.Equal("not configured", health["mail"]);

        // Messages wait for somebody to configure it; the node does not.
        var registered = await channel.PostRawAsync(
            "/api/account/register", """{"email":"ada@example.org","password":"Correct-Horse-7","full_name":"Ada"}""", "application/json");
        Assert.Equal(HttpStatusCode.Accepted, registered.Status);
        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        await using (var age = source.CreateCommand(
            "UPDATE outbox SET created_at = created_at - interval '1 hour', expires_at = expires_at + interval '1 hour'"))
            Assert.Equal(1, await age.ExecuteNonQueryAsync());
        var late = await Eventually.SeeAsync(() => channel.GetAsync("/health"), r => r["outbox"] == "late");
        Assert.Equal(HttpStatusCode.OK, late.Status);
        var ready = await channel.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("late", ready["outbox"]);
    }

    [Fact]
    public async Task Configured_senders_are_ok_and_show_nothing_of_their_secrets()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(
            database.ConnectionString,
            [
                .. Production, ("Email:Smtp:Host", "mail.example"), ("Email:Smtp:User", "mailer"), ("Email:Smtp:Password", "m-s3cret"),
                ("Sms:Transport", "Twilio"), ("Sms:From", "+15005550006"), ("Sms:Twilio:AccountSid", "AC-sid"),
                ("Sms:Twilio:AuthToken", "t-s3cret"),
            ]);
        using var channel = new BackChannel(node.Address);
        var health = await channel.GetAsync("/health");
        Assert.Equal("ok", health["mail"]);
        Assert.Equal("ok", health["sms"]);
        foreach (var word in new[] { "s3cret", "mail.example", "mailer", "AC-sid", "1500" })
            Assert.DoesNotContain(word, health.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digits();
}
