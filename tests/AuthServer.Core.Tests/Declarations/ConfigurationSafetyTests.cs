using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Protocol.Clients;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

/// <summary>What no change of the configuration undoes, takes over or forgets to tell.</summary>
public sealed partial class ConfigurationDeskTests
{
    [Fact]
    public async Task Secrets_are_in_no_document_and_survive_what_does_not_name_them()
    {
        await _server.ApplyAsync(Everything);
        Assert.DoesNotContain("s3cret", await _server.ExportAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("upstream", await _server.ExportAsync(), StringComparison.Ordinal);
        const string Renamed = """{"clients":[{"client_id":"web","redirect_uris":["http://localhost:9999/cb"],"client_name":"New"}]}""";
        await _server.ApplyAsync(Renamed);
        Assert.True(await MatchesAsync("s3cret"));

        // What an administrator rotated, neither the old document nor going back undoes.
        await _server.EditClientAsync(d => d.KeepSecretsAsync("web", [new NewSecret("rotated")], default));
        await _server.EditClientAsync(d => d.EnableAsync("web", false, default));
        await _server.ApplyAsync(Everything);
        Assert.True(await MatchesAsync("rotated"));
        await _server.RollBackAsync(1);
        var plan = Assert.IsType<ChangeOutcome.Planned>(await _server.Desk.PlanRollBackAsync(2, default)).Plan;
        Assert.Contains(plan.Consequences, c => c is { Code: "secret_missing", Key: "web" });
        await _server.RollBackAsync(2);
        Assert.Empty((await ClientAsync()).Secrets); // made anew

        // A secret that is new is put in place, and the plan says that, and never which.
        plan = await _server.PlanAsync("""{"clients":[{"client_id":"web","redirect_uris":["http://localhost:9999/cb"],"client_secret":"fr3sh"}]}""");
        Assert.Contains(plan.Changes[0].Members, m => m.Name == "client_secret");
        Assert.DoesNotContain("fr3sh", System.Text.Json.JsonSerializer.Serialize(plan), StringComparison.Ordinal);
        await _server.ApplyAsync("""{"clients":[{"client_id":"web","redirect_uris":["http://localhost:9999/cb"],"client_secret":"fr3sh"}]}""");
        Assert.True(await MatchesAsync("fr3sh"));

        async Task<bool> MatchesAsync(string secret) => Assert.Single((await ClientAsync()).Secrets)
            .Matches(System.Text.Encoding.UTF8.GetBytes(secret), DateTimeOffset.UnixEpoch);

        async Task<Protocol.Clients.Client> ClientAsync() =>
            (await _server.Services.GetRequiredService<IClients>().FindAsync("web", default))!; // it is there
    }

    [Fact]
    public async Task Rotated_secret_is_not_brought_back_with_a_client_that_was_deleted()
    {
        await _server.ApplyAsync(Everything);
        await _server.EditClientAsync(d => d.KeepSecretsAsync("web", [new NewSecret("rotated")], default));
        await _server.RollBackAsync(1); // it goes
        await _server.ApplyAsync(Everything);
        Assert.Empty((await _server.Services.GetRequiredService<IClients>().FindAsync("web", default))!.Secrets);
    }

    [Fact]
    public async Task Disabled_client_stays_disabled()
    {
        await _server.ApplyAsync(Everything);
        await _server.EditClientAsync(d => d.EnableAsync("web", false, default));
        const string Renamed = """{"clients":[{"client_id":"web","redirect_uris":["http://localhost:9999/cb"],"client_name":"New"}]}""";
        Assert.Contains((await _server.PlanAsync(Renamed)).Consequences, c => c.Code == "disabled");
        await _server.ApplyAsync(Renamed);
        await _server.RollBackAsync(2);
        Assert.False((await _server.Services.GetRequiredService<IClients>().FindAsync("web", default))!.Enabled);
    }

    [Fact]
    public async Task Files_at_start_keep_their_rules()
    {
        await _server.FilesAsync(Everything);
        var before = await _server.ExportAsync();
        await _server.ApplyAsync("""{"branding":{"name":"Edited"}}""");
        Assert.Single((await _server.FilesAsync(Everything)).Drift); // applied before: the database wins
        var drift = Assert.IsType<ChangeOutcome.Planned>(await _server.History.DriftAsync(default)).Plan;
        Assert.Equal("branding", Assert.Single(drift.Changes).ToString());
        await _server.RollBackAsync(2);
        Assert.Equal(before, await _server.ExportAsync());
        Assert.True(Assert.IsType<ChangeOutcome.Planned>(await _server.History.DriftAsync(default)).Plan.IsEmpty);
        // Removed by going back, and not made again by the file that once made it.
        await _server.RollBackAsync(1);
        Assert.Equal("{}\n", await _server.ExportAsync());
        Assert.Empty((await _server.FilesAsync(Everything)).Applied);
        Assert.Equal("{}\n", await _server.ExportAsync());
    }

    [Fact]
    public async Task Role_that_goes_is_lost_by_who_has_it_and_the_plan_counts_them()
    {
        await _server.ApplyAsync("""{"roles":["supplier"]}""");
        await using var db = await _server.ContextAsync();
        var role = await db.Set<Role>().SingleAsync(r => r.NormalizedName == "supplier");
        foreach (var name in new[] { "a", "b" })
        {
            var user = new User(EmailAddress.TryParse($"{name}@example.org")!, TimeProvider.System.GetUtcNow());
            db.Add(user);
            db.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = role.Id });
        }

        await db.SaveChangesAsync();
        var lost = Assert.Single((await _server.PlanAsync("{}", prune: true)).Consequences);
        Assert.Equal("role_lost", lost.Code);
        Assert.StartsWith("2 people have the role 'supplier'", lost.Text, StringComparison.Ordinal);
        await _server.ApplyAsync("{}", prune: true);
        Assert.Equal(0, await db.Set<IdentityUserRole<Guid>>().CountAsync());
        Assert.Equal(2, await db.Set<Core.Data.FeedRow>().CountAsync(r => r.Kind == Core.Data.FeedKind.UserChanged));
    }

    [Fact]
    public async Task Client_that_registered_itself_is_neither_exported_nor_taken_over()
    {
        await _server.EditClientAsync(d => d.CreateAsync("self", """{"redirect_uris":["https://self.example/cb"],"scope":"openid custom"}""", [], default));
        await using (var db = await _server.ContextAsync())
        {
            db.Add(RegistrationRow.Create("self", RegistrationOrigin.Registered, null, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }

        Assert.Equal("{}\n", await _server.ExportAsync());
        Assert.Contains("registered itself", Assert.Single(await _server.RefusedAsync("""{"clients":[{"client_id":"self","grant_types":[]}]}""")).Text, StringComparison.Ordinal);
        await _server.ApplyAsync("""{"scopes":[{"name":"custom"}]}""");
        Assert.Equal("scope_still_named", Assert.Single((await _server.PlanAsync("{}", prune: true)).Consequences).Code);
        await _server.ApplyAsync("{}", prune: true);
        Assert.NotNull(await _server.Services.GetRequiredService<IClients>().FindAsync("self", default));
    }

    [Fact]
    public async Task ADM_27_Every_change_has_its_audit_event_without_any_secret()
    {
        await _server.ApplyAsync(Everything);
        await _server.ApplyAsync("""{"branding":{"name":"Next"}}""");
        await _server.RollBackAsync(2);
        await using var db = await _server.ContextAsync();
        var events = await db.Set<AuditRow>().Where(r => r.TargetKind == AuditTargets.Configuration).OrderBy(r => r.Id).ToListAsync();
        Assert.Equal(
            ["configuration.applied 2", "configuration.applied 3", "configuration.rolled_back 4"], events.Select(e => $"{e.Action} {e.Target}"));
        Assert.All(events, e => Assert.Equal("tests", e.Actor));
        Assert.All(events, e => Assert.Contains("\"reason\":\"because\"", e.Detail, StringComparison.Ordinal));
        Assert.DoesNotContain(events, e => e.Detail.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADM_15_What_was_decided_on_another_configuration_is_refused()
    {
        await _server.ApplyAsync(Everything);
        const string Wanted = """{"branding":{"name":"Wanted"}}""";
        var plan = await _server.PlanAsync(Wanted);
        await _server.ApplyAsync("""{"roles":["meanwhile"]}""");
        foreach (var decided in new[] { new DecidedOn(plan.Id), new DecidedOn(Revision: plan.Revision) })
        {
            var outcome = await _server.Desk.ApplyAsync(_server.Read(Wanted), false, decided, Configured.Somebody, default);
            Assert.Equal((await _server.Desk.ExportAsync(default)).Revision, Assert.IsType<ChangeOutcome.Outdated>(outcome).Revision);
        }

        // Nor is another document what was planned.
        plan = await _server.PlanAsync(Wanted);
        Assert.IsType<ChangeOutcome.Outdated>(await _server.Desk.ApplyAsync(
            _server.Read("""{"branding":{"name":"Unwanted"}}"""), false, new(plan.Id), Configured.Somebody, default));
        Assert.IsType<ChangeOutcome.Applied>(await _server.Desk.ApplyAsync(
            _server.Read(Wanted), false, new(plan.Id, plan.Revision), Configured.Somebody, default));
    }
}
