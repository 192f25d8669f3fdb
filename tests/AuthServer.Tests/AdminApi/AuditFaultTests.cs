using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>On a server of its own, whose log is broken on purpose.</summary>
public sealed class AuditFaultTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task LOG_06_What_cannot_be_written_down_does_not_happen()
    {
        using var admin = await Administrator.NewAsync(server);
        using var owner = await Owner.NewAsync(server);
        using var app = await owner.SignedInAsync();
        var id = await server.IdOfAsync(owner.Email);
        var reset = await owner.ResetTokenAsync();
        await server.ExecuteAsync(
            """
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END';
            CREATE TRIGGER broken BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION broken()
            """);
        try
        {
            foreach (var reply in new[]
            {
                await admin.PostAsync($"users/{id}/lock"),
                await admin.PostAsync("revocations", new { kind = "user", key = id }),
                await admin.PostAsync("revocations", new { kind = "client", key = AccountServer.App }),
                await admin.PostAsync("registration-tokens", new { }),
                await admin.SendAsync(HttpMethod.Get, "audit/export"),
                await owner.ResetAsync(reset),
                await owner.App.TryLoginAsync(owner.Email, StandardServer.Password),
                await app.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = Owner.NewPassword }),
                await app.GetAsync("export"),
                await app.DeleteAsync(""),
            })
                Assert.True((int)reply.Status >= 500, reply.ToString());
        }
        finally
        {
            await server.ExecuteAsync("DROP TRIGGER broken ON audit_events; DROP FUNCTION broken");
        }

        // Nothing of it has happened.
        (await app.GetAsync("profile")).Is(HttpStatusCode.OK);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM initial_access_tokens"));
        Assert.True(await owner.CanSignInAsync(StandardServer.Password));
        (await owner.ResetAsync(reset)).Is(HttpStatusCode.NoContent);
    }
}

/// <summary>On a server of its own, one of whose nodes is killed.</summary>
public sealed class AuditKillTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task LOG_12_ADM_27_Node_that_is_killed_has_told_of_all_that_it_did_and_of_nothing_else()
    {
        using var admin = await Administrator.NewAsync(server);
        var people = new List<Guid>();
        for (var i = 0; i < 60; i++)
            people.Add(await server.IdOfAsync(await server.NewUserAsync()));
        var node = await server.StartNodeAsync();
        var answered = 0;
        using var http = new HttpClient { BaseAddress = node.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", admin.Token);
        var storm = Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, ct) =>
        {
            try
            {
                using var reply = await http.PostAsync(new Uri($"/api/admin/users/{id}/lock", UriKind.Relative), null, ct);
                if (reply.StatusCode == HttpStatusCode.NoContent)
                    Interlocked.Increment(ref answered);
            }
            catch (HttpRequestException)
            {
                // The node is gone.
            }
        });
        await Eventually.TrueAsync(() => Volatile.Read(ref answered) >= 10);
        await node.KillAsync();
        await storm;
        await node.DisposeAsync();

        var locked = await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE id = ANY ($1) AND disabled_at IS NOT NULL", people.ToArray());
        Assert.InRange(locked, answered, people.Count - 1); // it was killed in the midst of it
        Assert.Equal(locked, await server.ScalarAsync<long>(
            """
            SELECT count(*) FROM audit_events e JOIN users u ON u.id::text = e.target
            WHERE e.action = 'user.locked' AND u.id = ANY ($1) AND u.disabled_at IS NOT NULL
            """,
            people.ToArray()));
        Assert.Equal(locked, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE action = 'user.locked' AND target = ANY ($1)", people.Select(p => p.ToString()).ToList()));
        Assert.True((await admin.SendAsync(HttpMethod.Get, "audit/verification")).Is(HttpStatusCode.OK).Json.GetProperty("intact").GetBoolean());
    }
}

/// <summary>On a server of its own, whose log somebody has changed.</summary>
public sealed class AuditTamperTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task LOG_05_Changed_log_is_said_to_be_so_by_call_and_command()
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("registration-tokens", new { })).Is(HttpStatusCode.Created);
        var kept = (await admin.PostAsync("audit/checkpoints")).Is(HttpStatusCode.Created)["statement"]!;
        // What is no checkpoint says nothing against the log.
        var other = Path.Combine(server.Node.Folder, "no-checkpoint.txt");
        await File.WriteAllTextAsync(other, "hello");
        var (exitCode, said) = await AuditCommands.RunAsync(server, "audit", "verify", "--checkpoint", other);
        Assert.Equal(1, exitCode);
        Assert.Contains("no checkpoint of this server", said, StringComparison.Ordinal);

        await server.ExecuteAsync("ALTER TABLE audit_events DISABLE TRIGGER USER; ALTER TABLE audit_seals DISABLE TRIGGER USER");
        await server.ExecuteAsync("UPDATE audit_events SET target = 'another' WHERE action = 'registration_token.created'");
        var id = await server.ScalarAsync<Guid>("SELECT id FROM audit_events WHERE target = 'another'");

        var found = (await admin.SendAsync(HttpMethod.Get, "audit/verification")).Is(HttpStatusCode.OK);
        Assert.False(found.Json.GetProperty("intact").GetBoolean());
        var fault = Assert.Single(found.Json.GetProperty("faults").EnumerateArray());
        Assert.Equal("changed " + id, $"{fault.GetProperty("fault")} {fault.GetProperty("id")}");
        (exitCode, said) = await AuditCommands.RunAsync(server, "audit", "verify");
        Assert.True(exitCode == 2 && said.Contains($"{id}", StringComparison.Ordinal), said);

        // The end, and every checkpoint that the table has of it.
        await server.ExecuteAsync(
            """
            DELETE FROM audit_events WHERE id <> (SELECT event FROM audit_seals WHERE number = 1);
            DELETE FROM audit_seals WHERE number > 1;
            DELETE FROM audit_checkpoints
            """);
        var file = Path.Combine(server.Node.Folder, "kept.jws");
        await File.WriteAllTextAsync(file, kept + "\n");
        (exitCode, said) = await AuditCommands.RunAsync(server, "audit", "verify", "--checkpoint", file);
        Assert.True(exitCode == 2 && (said.Contains("truncated", StringComparison.Ordinal) || said.Contains("other_than", StringComparison.Ordinal)), said);
    }
}
