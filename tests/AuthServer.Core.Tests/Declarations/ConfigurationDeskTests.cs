using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Protocol.Clients;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

/// <summary>The configuration as a whole: exported, planned, applied, undone.</summary>
public sealed partial class ConfigurationDeskTests : IAsyncLifetime
{
    private const string Everything = """
        {
          "providers": [ { "scheme": "corp", "issuer": "https://sso.corp.example", "client_id": "x", "client_secret": "upstream" } ],
          "clients": [
            { "redirect_uris": ["http://localhost:9999/cb"], "client_id": "web", "client_secret": "s3cret", "client_name": "Größe", "default_max_age": 1000 },
            { "client_id": "job", "grant_types": ["client_credentials"], "response_types": [], "scope": "orders.read" } ],
          "scopes": [ { "name": "orders.write" }, { "name": "orders.read", "description": "Read <your> orders", "resources": ["https://orders.example"], "claims": ["roles"] } ],
          "roles": ["user", "supplier"],
          "registration": [ { "kind": "supplier", "role": "supplier", "require": ["company_name"] }, { "kind": "user", "role": "user" } ],
          "profile": [ { "name": "size" , "type": "integer" }, { "name": "company_name", "max_length": 200, "kinds": ["supplier"] } ],
          "branding": { "name": "Acme ID", "accent_color": "#4f46e5" }
        }
        """;

    private readonly TestDatabase _database = new();
    private Configured _server = null!; // by InitializeAsync

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await Configured.NewAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Export_is_canonical_and_applied_to_an_empty_server_gives_the_same_bytes()
    {
        await _server.ApplyAsync(Everything);
        var text = await _server.ExportAsync();
        Assert.Equal(
            """
            {
              "branding": {
                "accent_color": "#4f46e5",
                "name": "Acme ID"
              },
              "scopes": [
                {
                  "name": "orders.read",
                  "claims": [
                    "roles"
                  ],
                  "description": "Read <your> orders",
                  "resources": [
                    "https://orders.example"
                  ]
                },
                {
                  "name": "orders.write",
                  "description": "orders.write"
                }
              ],
              "roles": [
                "supplier"
              ],
              "registration": [
                {
                  "kind": "supplier",
                  "require": [
                    "company_name"
                  ],
                  "role": "supplier"
                },
                {
                  "kind": "user",
                  "role": "user"
                }
              ],
              "profile": [
                {
                  "name": "size",
                  "type": "integer"
                },
                {
                  "name": "company_name",
                  "kinds": [
                    "supplier"
                  ],
                  "max_length": 200,
                  "type": "string"
                }
              ],
              "clients": [
                {
                  "client_id": "job",
                  "grant_types": [
                    "client_credentials"
                  ],
                  "response_types": [],
                  "scope": "orders.read"
                },
                {
                  "client_id": "web",
                  "client_name": "Größe",
                  "default_max_age": 1000,
                  "redirect_uris": [
                    "http://localhost:9999/cb"
                  ]
                }
              ],
              "providers": [
                {
                  "scheme": "corp",
                  "client_id": "x",
                  "display_name": "corp",
                  "issuer": "https://sso.corp.example"
                }
              ]
            }

            """.ReplaceLineEndings("\n"), text);

        await using var elsewhere = new Elsewhere();
        var empty = await elsewhere.NewAsync();
        Assert.Equal("{}\n", await empty.ExportAsync());
        await empty.ApplyAsync(text);
        Assert.Equal(text, await empty.ExportAsync());
        Assert.True((await empty.PlanAsync(text, prune: true)).IsEmpty);
        // By files at start, too.
        await using var third = new Elsewhere();
        var byFiles = await third.NewAsync();
        await byFiles.FilesAsync(text);
        Assert.Equal(text, await byFiles.ExportAsync());
    }

    [Fact]
    public async Task Plan_says_member_by_member_what_would_change_and_changes_nothing()
    {
        await _server.ApplyAsync(Everything);
        var before = await _server.ExportAsync();
        var plan = await _server.PlanAsync("""
            {"scopes":[{"name":"orders.read","description":"New"}],"roles":["auditor"],
             "clients":[{"client_id":"web","redirect_uris":["http://localhost:9999/cb"],"client_name":"Web","require_pkce":false}]}
            """);
        Assert.Equal(before, await _server.ExportAsync());
        Assert.Equal(
            ["scopes orders.read updated claims,description,resources", "roles auditor created ", "clients web updated client_name,default_max_age,require_pkce"],
            plan.Changes.Select(c => $"{c} {c.Change} {string.Join(',', c.Members.Select(m => m.Name))}"));
        var pkce = plan.Changes[2].Members[2];
        Assert.Null(pkce.Before);
        Assert.False(pkce.After!.Value.GetBoolean());
        Assert.Contains(plan.Consequences, c => c is { Code: "pkce_off", Key: "web" });
    }

    [Fact]
    public async Task Prune_removes_what_is_not_named_and_nothing_else_does()
    {
        await _server.ApplyAsync(Everything);
        Assert.True((await _server.PlanAsync("{}")).IsEmpty);
        var plan = await _server.PlanAsync("""{"scopes":[{"name":"orders.write"}]}""", prune: true);
        Assert.Equal(
            ["branding", "clients job", "clients web", "profile company_name", "profile size", "providers corp", "registration supplier", "registration user", "roles supplier", "scopes orders.read"],
            plan.Changes.Where(c => c.Change == ObjectChange.Deleted).Select(c => c.ToString()).Order(StringComparer.Ordinal));
        var change = await _server.ApplyAsync("""{"scopes":[{"name":"orders.write"}]}""", prune: true);
        Assert.Equal((0, 0, 10), (change.Created, change.Updated, change.Deleted));
        Assert.Null(await _server.Services.GetRequiredService<IClients>().FindAsync("web", default));
    }

    [Fact]
    public async Task Rollback_restores_every_earlier_state_to_the_byte_and_is_a_change_itself()
    {
        var states = new List<(long Number, string Text)> { ((await _server.ApplyAsync(Everything)).Number, await _server.ExportAsync()) };
        foreach (var next in new[]
        {
            """{"branding":{"name":"Other"}}""",
            """{"registration":[{"kind":"user","role":"user"},{"kind":"supplier","role":"supplier","require":["company_name"]}]}""",
            """{"clients":[{"client_id":"web","redirect_uris":["http://localhost:1/cb"]},{"client_id":"neu","redirect_uris":["http://localhost:1/cb"]}]}""",
        })
            states.Add(((await _server.ApplyAsync(next)).Number, await _server.ExportAsync()));
        states.Add(((await _server.ApplyAsync("{}", prune: true)).Number, await _server.ExportAsync()));

        foreach (var (number, text) in states.AsEnumerable().Reverse().Skip(1))
        {
            var change = await _server.RollBackAsync(number);
            Assert.Equal((ChangeOrigin.RolledBack, number), (change.Origin, change.RestoredNumber));
            Assert.Equal(text, await _server.ExportAsync());
        }

        Assert.IsType<ChangeOutcome.NothingToDo>(await _server.Desk.RollBackAsync(states[0].Number, new(), Configured.Somebody, default));
        Assert.IsType<ChangeOutcome.Unknown>(await _server.Desk.RollBackAsync(4711, new(), Configured.Somebody, default));
    }

    [Fact]
    public async Task Edits_by_other_ways_become_change_sets_and_can_be_gone_back_to()
    {
        await _server.ApplyAsync(Everything);
        await _server.EditClientAsync(d => d.DescribeAsync("web", """{"client_name":"Edited","redirect_uris":["http://localhost:9/cb"]}""", default));
        var edited = await _server.ExportAsync();
        await _server.ApplyAsync("""{"branding":{"name":"Later"}}"""); // nobody looked in between
        var history = (await _server.History.ListAsync(new(null, new("number", false), null, 50), default)).Items;
        Assert.Equal(
            [ChangeOrigin.Edited, ChangeOrigin.Applied, ChangeOrigin.Edited, ChangeOrigin.Applied], history.Select(h => h.Origin));
        Assert.Equal([1L, 2, 3, 4], history.Select(h => h.Number));
        await _server.RollBackAsync(3);
        Assert.Equal(edited, await _server.ExportAsync());

        await _server.FilesAsync("""{"scopes":[{"name":"by.files"}]}""");
        Assert.Equal((ChangeOrigin.Files, "declarations", 1), await LastAsync());
        await _server.EditClientAsync(d => d.DeleteAsync("job", default));
        await _server.Desk.RecordAsync(default);
        await _server.Desk.RecordAsync(default);
        var last = await _server.LastAsync();
        Assert.Equal((ChangeOrigin.Edited, 1), (last.Origin, last.Deleted));

        async Task<(ChangeOrigin, string, int)> LastAsync()
        {
            var change = await _server.LastAsync();
            return (change.Origin, change.By.Id, change.Created);
        }
    }

    [Fact]
    public async Task One_who_edited_alone_is_named_and_of_several_none()
    {
        await _server.ApplyAsync(Everything);
        await EditAsync("first", "One");
        await _server.Desk.RecordAsync(default);
        Assert.Equal(("client", "first"), await EditorAsync());
        await EditAsync("first", "Two");
        await EditAsync("second", "Three");
        await _server.Desk.RecordAsync(default);
        Assert.Equal(("server", "edits"), await EditorAsync());

        async Task<(string, string)> EditorAsync()
        {
            var by = (await _server.LastAsync()).By;
            return (by.Kind, by.Id);
        }

        Task EditAsync(string editor, string name) => _server.EditAsync(async services =>
        {
            await services.GetRequiredService<PresentationDirectory>().PutBrandingAsync(new Branding { Name = name }, default);
            var db = services.GetRequiredService<Core.Data.AuthDbContext>();
            services.GetRequiredService<AuditTrail>().Add(
                db, new AuditEvent(Actor.Client(editor), "scope.updated", AuditTargets.Scope, "x"));
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Every_reason_is_said_at_once_and_nothing_is_changed()
    {
        await _server.ApplyAsync(Everything);
        var errors = await _server.RefusedAsync("""
            {"scopes":[{"name":"a b"}],"brandin":{},"clients":[{"client_id":"x","client_nam":"y"},{"client_id":"y","grant_types":["telepathy"]}]}
            """);
        Assert.Equal(
            ["brandin", "clients[0].client_nam", "clients[0].redirect_uris", "clients[1].grant_types[0]", "scopes[0].name"],
            errors.Select(e => e.Path).Order(StringComparer.Ordinal));
        errors = await _server.RefusedAsync("""{"registration":[{"kind":"new","role":"suplier"}],"profile":[{"name":"n","scope":"orders.red"}]}""");
        Assert.Equal(2, errors.Count);
        Assert.Contains("'supplier'", errors[0].Text, StringComparison.Ordinal);
        // What is there may be named; what would go may not.
        Assert.Single((await _server.PlanAsync("""{"registration":[{"kind":"new","role":"supplier"}]}""")).Changes);
        Assert.Single(await _server.RefusedAsync("""{"registration":[{"kind":"new","role":"supplier"}]}""", prune: true));
    }

    /// <summary>Another server, on a database of its own.</summary>
    private sealed class Elsewhere : IAsyncDisposable
    {
        private readonly TestDatabase _database = new();
        private Configured? _server;

        public async Task<Configured> NewAsync()
        {
            await _database.InitializeAsync();
            return _server = await Configured.NewAsync(_database);
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
                await _server.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
