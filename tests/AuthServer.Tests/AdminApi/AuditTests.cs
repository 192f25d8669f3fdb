using System.Globalization;
using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>The log over HTTP: what an administrator did is in it, can be found, taken along and checked.</summary>
[Collection(AccountCollection.Name)]
public sealed class AuditTests(AccountServer server)
{
    [Fact]
    public async Task ADM_27_Every_change_by_an_administrator_is_in_the_log_once()
    {
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted");
        var id = (await server.IdOfAsync(ada.Email)).ToString();
        await ada.TokensAsync(client);
        var session = (await server.ScalarAsync<Guid>("SELECT session_id FROM authorizations WHERE client_id = $1", client)).ToString();
        var authorization = (await server.ScalarAsync<Guid>("SELECT id FROM authorizations WHERE client_id = $1", client)).ToString();
        var token = (await admin.PostAsync("registration-tokens", new { uses = 2 })).Is(HttpStatusCode.Created)["id"]!;
        (await admin.SendAsync(HttpMethod.Delete, $"registration-tokens/{token}")).Is(HttpStatusCode.NoContent);
        await RevokeAsync(admin, "token", "jti-of-" + client);
        await RevokeAsync(admin, "authorization", authorization);
        await RevokeAsync(admin, "session", session);
        await RevokeAsync(admin, "client", client);
        await RevokeAsync(admin, "user", id);
        (await admin.PostAsync($"users/{id}/lock")).Is(HttpStatusCode.NoContent);
        (await admin.PostAsync($"users/{id}/unlock")).Is(HttpStatusCode.NoContent);

        var by = (await server.IdOfAsync(admin.Email)).ToString();
        var events = await ListAsync(admin, $"actor={by}&sort=at");
        Assert.Equal(
            [
                $"registration_token.created registration_token {token}", $"registration_token.deleted registration_token {token}",
                $"revoked token jti-of-{client}", $"revoked authorization {authorization}", $"revoked session {session}",
                $"revoked client {client}", $"revoked user {id}", $"user.locked user {id}", $"user.unlocked user {id}",
            ],
            events.Select(Told).Where(t => !t.StartsWith("sign_in", StringComparison.Ordinal)));
        Assert.All(events, e =>
        {
            var actor = e.GetProperty("actor");
            Assert.Equal("person", actor.GetProperty("kind").GetString());
            Assert.True(IPAddress.TryParse(actor.GetProperty("from").GetString(), out _));
            Assert.True(e.GetProperty("action").GetString()!.StartsWith("sign_in", StringComparison.Ordinal)
                || actor.GetProperty("via").GetString() == "admin-console");
            Assert.EndsWith("+00:00", e.GetProperty("at").GetString(), StringComparison.Ordinal);
        });
        Assert.Equal("because", events.Single(e => Told(e).StartsWith("revoked user", StringComparison.Ordinal)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Refused_change_leaves_no_event()
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("users/00000000-0000-0000-0000-000000000001/lock")).Is(HttpStatusCode.NotFound);
        (await admin.PostAsync("revocations", new { kind = "client", key = "nobody" })).Is(HttpStatusCode.NotFound);
        Assert.All(
            await ListAsync(admin, $"actor={await server.IdOfAsync(admin.Email)}"),
            e => Assert.StartsWith("sign_in", Told(e), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_are_found_by_what_is_asked_and_pages_leave_none_out()
    {
        using var admin = await Administrator.NewAsync(server);
        var key = $"find-{Guid.CreateVersion7():N}";
        for (var i = 0; i < 5; i++)
            await RevokeAsync(admin, "token", key);
        await RevokeAsync(admin, "token", key + "-other");
        var before = (await ListAsync(admin, $"target={key}"))[0].GetProperty("at").GetDateTimeOffset();

        foreach (var query in new[] { $"target={key}", $"q={key}", $"target_kind=token&target={key}", $"action=revoked&q={key}" })
            Assert.Equal(5, (await ListAsync(admin, query)).Count);
        Assert.Empty(await ListAsync(admin, $"target={key}&action=user.locked"));
        Assert.Empty(await ListAsync(admin, $"target={key}&actor=somebody"));
        Assert.Empty(await ListAsync(admin, $"target={key}&to={At(before.AddMinutes(-1))}"));
        Assert.Empty(await ListAsync(admin, $"target={key}&from={At(before.AddMilliseconds(1))}"));
        Assert.Single(await ListAsync(admin, $"target={key}&from={At(before)}&to={At(before.AddTicks(10))}"));

        foreach (var sort in new[] { "-at", "at" })
        {
            var all = new List<string>();
            for (var cursor = ""; ;)
            {
                var page = (await admin.SendAsync(HttpMethod.Get, $"audit?target={key}&limit=2&sort={sort}&cursor={cursor}")).Is(HttpStatusCode.OK).Json;
                all.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
                if (page.GetProperty("next_cursor").GetString() is not { } next)
                    break;
                cursor = next;
            }

            Assert.Equal(5, all.Distinct().Count());
            Assert.Equal(sort == "at" ? all.Order(StringComparer.Ordinal) : all.OrderDescending(StringComparer.Ordinal), all);
            (await admin.SendAsync(HttpMethod.Get, $"audit/{all[0]}")).Is(HttpStatusCode.OK);
        }

        (await admin.SendAsync(HttpMethod.Get, "audit/00000000-0000-0000-0000-000000000001")).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01", "to")]
    [InlineData("sort=actor", "sort")]
    [InlineData("action=a&action=b", "action")]
    [InlineData("target=a%0Ab", "target")]
    [InlineData("cursor=e30", "cursor")]
    public async Task ADM_21_What_makes_no_sense_is_refused_by_name(string query, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        var refused = await admin.SendAsync(HttpMethod.Get, "audit?" + query);
        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(member, out _), refused.ToString());
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    [InlineData("  =1+1")]
    [InlineData("＝1+1")]
    public async Task ADM_17_LOG_03_Formula_in_a_cell_is_text(string formula)
    {
        using var admin = await Administrator.NewAsync(server);
        var key = $"csv-{Guid.CreateVersion7():N}";
        await RevokeAsync(admin, "token", key, formula);
        var file = (await admin.SendAsync(HttpMethod.Get, "audit/export?format=csv")).Is(HttpStatusCode.OK);
        Assert.StartsWith("text/csv", file.Header("Content-Type"), StringComparison.Ordinal);
        var line = Assert.Single(file.Text.Split("\r\n"), l => l.Contains(key, StringComparison.Ordinal));
        Assert.Contains($",\"'{formula.Trim('\n')}\",", line, StringComparison.Ordinal);
        Assert.DoesNotMatch("(^|,)\"?[=+@-]", line);
    }

    [Fact]
    public async Task LOG_02_What_breaks_out_of_a_line_or_a_member_stays_one_event()
    {
        using var admin = await Administrator.NewAsync(server);
        var key = $"forged-{Guid.CreateVersion7():N}";
        var reason = $$"""\u001b[31m"},{"number":1,"action":"user.deleted","reason":"{{key}}""";
        await RevokeAsync(admin, "token", key, reason);
        (await admin.PostAsync("revocations", new { kind = "token", key, reason = "a\nb" })).Is(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync("revocations", new { kind = "token", key, reason = "a\u001b[31mb" })).Is(HttpStatusCode.UnprocessableEntity);
        var line = Assert.Single(await ExportAsync(admin), e => Told(e) == $"revoked token {key}");
        Assert.Equal(reason, line.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Export_has_every_number_once_and_itself_last()
    {
        using var admin = await Administrator.NewAsync(server);
        await RevokeAsync(admin, "token", "any");
        var lines = await ExportAsync(admin);
        var numbers = lines.Select(l => l.GetProperty("number").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.All(lines, l => Assert.Equal(43, l.GetProperty("seal").GetString()!.Length));
        Assert.Contains(lines[^3..], l => Told(l).StartsWith("audit.exported", StringComparison.Ordinal));

        var at = lines[numbers.Count / 2].GetProperty("at").GetDateTimeOffset();
        var part = await ExportAsync(admin, $"&from={At(at)}");
        Assert.All(part, l => Assert.True(l.GetProperty("at").GetDateTimeOffset() >= at));
        Assert.InRange(part.Count, 1, lines.Count);
        (await admin.SendAsync(HttpMethod.Get, "audit/export?format=xlsx")).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task LOG_05_Log_verifies_also_against_a_checkpoint_that_was_kept()
    {
        using var admin = await Administrator.NewAsync(server);
        var made = (await admin.PostAsync("audit/checkpoints")).Is(HttpStatusCode.Created);
        var listed = (await admin.SendAsync(HttpMethod.Get, "audit/checkpoints")).Is(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Contains(listed.EnumerateArray(), c => c.GetProperty("statement").GetString() == made["statement"]);

        // An outside party has the keys at jwks_uri.
        using var channel = server.NewBackChannel();
        var keys = AuthServer.Protocol.Jose.JwkSet.TryParse((await channel.GetAsync("/.well-known/jwks.json")).Json, out _)!;
        var reading = AuthServer.Protocol.Jose.JwsReader.Read(made["statement"]!, keys, ["ES256"], "audit-checkpoint+jwt");
        var said = JsonDocument.Parse(Assert.IsType<AuthServer.Protocol.Jose.JwsReading.Verified>(reading).Payload).RootElement;
        Assert.Equal(made["number"], said.GetProperty("number").ToString());
        Assert.Equal(made["seal"], said.GetProperty("seal").GetString());

        await RevokeAsync(admin, "token", "later");
        var found = (await admin.SendAsync(HttpMethod.Get, $"audit/verification?checkpoint={made["statement"]}")).Is(HttpStatusCode.OK);
        Assert.True(found.Json.GetProperty("intact").GetBoolean(), found.Text);
        Assert.True(found.Json.GetProperty("checkpoint").GetProperty("signature_known").GetBoolean(), found.Text);

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, made["statement"]);
        var (exitCode, said2) = await CommandAsync("audit", "verify", "--checkpoint", file);
        Assert.True(exitCode == 0, said2);
        File.Delete(file);
        Assert.Equal(1, (await CommandAsync("audit", "nonsense")).ExitCode);
    }

    private static async Task RevokeAsync(Administrator admin, string kind, string key, string reason = "because") =>
        (await admin.PostAsync("revocations", new { kind, key, reason })).Is(HttpStatusCode.Created);

    private Task<(int ExitCode, string Said)> CommandAsync(params string[] arguments) => AuditCommands.RunAsync(server, arguments);

    private static async Task<List<JsonElement>> ListAsync(Administrator admin, string query) =>
        [.. (await admin.SendAsync(HttpMethod.Get, "audit?limit=200&" + query)).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> ExportAsync(Administrator admin, string query = "") =>
        [.. (await admin.SendAsync(HttpMethod.Get, "audit/export?format=jsonl" + query)).Is(HttpStatusCode.OK).Text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static string Told(JsonElement e) =>
        $"{e.GetProperty("action")} {e.GetProperty("target").GetProperty("kind")} {e.GetProperty("target").GetProperty("id")}";

    private static string At(DateTimeOffset time) =>
        Uri.EscapeDataString(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
