using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

public sealed class DeclarationApplierTests(TestDatabase database) : DeclaringTests(database)
{
    [Fact]
    public async Task Everything_declared_is_there()
    {
        await ApplyAsync("""
            {
              "branding": { "name": "Acme ID", "logo_uri": "/logo.svg", "accent_color": "#4f46e5", "support_uri": "https://acme.example/help" },
              "scopes": [ { "name": "orders.read", "description": "Read your orders", "resources": ["https://orders.example"], "claims": ["roles"] } ],
              "roles": ["supplier"],
              "registration": [ { "kind": "supplier", "role": "supplier" }, { "kind": "user", "role": "user" } ],
              "profile": [ { "name": "company_name", "max_length": 200 } ],
              "users": [ { "email": "Ada@example.org", "password": "Correct-Horse-7", "email_verified": true, "name": "Ada", "roles": ["user", "supplier"], "profile": { "company_name": "Acme" } } ],
              "clients": [ { "client_id": "web", "client_secret": "s3cret", "redirect_uris": ["http://localhost:9999/cb"] } ],
              "providers": [ { "scheme": "corp", "issuer": "https://sso.corp.example", "client_id": "x", "client_secret": "upstream" } ]
            }
            """);

        Assert.Equal("Acme ID", (await Node.GetRequiredService<BrandingStore>().GetAsync(CancellationToken.None)).Name);
        var scopes = await Node.GetRequiredService<IScopes>().AllAsync(CancellationToken.None);
        Assert.Equal(["https://orders.example"], scopes["orders.read"].Resources);
        Assert.Equal("See your e-mail address", scopes["email"].Description);
        Assert.True((await ClientAsync("web")).Secrets[0].Matches("s3cret"u8, DateTimeOffset.UnixEpoch));

        await using var db = await ContextAsync();
        var user = await db.Set<User>().SingleAsync();
        Assert.True(user.EmailConfirmed);
        Assert.Equal(2, await db.Set<IdentityUserRole<Guid>>().CountAsync(r => r.UserId == user.Id));
        Assert.Equal(7, await db.Set<Role>().CountAsync());
        var shape = await Node.GetRequiredService<AccountSchema>().GetAsync(CancellationToken.None);
        Assert.Equal(["supplier", "user"], shape.Kinds.Select(k => k.Kind));
        Assert.Equal(200, Assert.Single(shape.Members, m => m.Name == "company_name").MaxLength);
        var provider = await db.Set<DeclaredObjectRow>().SingleAsync(r => r.Kind == "provider");
        Assert.DoesNotContain("upstream", provider.Document, StringComparison.Ordinal);
        Assert.Equal("upstream", StoredSecret.Open(Node.GetRequiredService<IRingKeys>(), provider.Secret));
    }

    [Fact]
    public async Task Scope_that_does_not_exist_is_told()
    {
        await ApplyAsync("""{"clients":[{"client_id":"web","grant_types":[],"scope":"openid orders.red"}]}""");
        Assert.Contains(Log.Lines, l => l.Level == LogLevel.Warning
            && l.Text.Contains("'orders.red'", StringComparison.Ordinal) && l.Text.Contains("web", StringComparison.Ordinal));
        Assert.DoesNotContain(Log.Lines, l => l.Text.Contains("'openid'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_declared_registration_kind_is_the_default_one_also_after_a_change_of_order()
    {
        await ApplyAsync("""{"registration":[{"kind":"a","role":"user"},{"kind":"b","role":"user"}]}""");
        Assert.Equal("a", (await Node.GetRequiredService<AccountSchema>().KindsAsync(CancellationToken.None))[0].Kind);
        await ApplyAsync("""{"registration":[{"kind":"b","role":"user"},{"kind":"a","role":"user"}]}""");
        var schema = Node.GetRequiredService<AccountSchema>();
        Assert.Equal(["b", "a"], (await schema.KindsAsync(CancellationToken.None)).Select(k => k.Kind));
    }

    [Fact]
    public async Task Second_start_changes_nothing()
    {
        const string Text = """
            {"scopes":[{"name":"a"}],"users":[{"email":"a@b.example","password":"x"}],
             "clients":[{"client_id":"web","client_secret":"s","grant_types":[]}],"branding":{"name":"A"},
             "providers":[{"scheme":"corp","issuer":"https://a.example","client_id":"x","client_secret":"y"}],
             "profile":[{"name":"p"}],"registration":[{"kind":"user","role":"user"}],"roles":["r"]}
            """;
        await ApplyAsync(Text);
        var before = await ClientAsync("web");
        var outcome = await ApplyAsync(Text, await NodeAsync());
        Assert.Empty(outcome.Applied);
        Assert.Empty(outcome.Drift);
        Assert.Equal(before.Epoch, (await ClientAsync("web")).Epoch);
        // Other words for the same are the same.
        outcome = await ApplyAsync(Text.Replace("\"grant_types\":[]", "\"grant_types\": [], \"contacts\": []", StringComparison.Ordinal));
        Assert.Empty(outcome.Applied);
    }

    [Fact]
    public async Task What_an_administrator_changed_stays_and_shows_as_drift()
    {
        const string Text = """{"clients":[{"client_id":"web","client_name":"Declared","grant_types":[]}]}""";
        await ApplyAsync(Text);
        await EditAsync(d => d.DescribeAsync("web", """{"client_name":"Edited","grant_types":[]}""", CancellationToken.None));
        var outcome = await ApplyAsync(Text);
        Assert.Empty(outcome.Applied);
        Assert.Contains("client web", Assert.Single(outcome.Drift), StringComparison.Ordinal);
        Assert.Equal("Edited", (await ClientAsync("web")).Name);
        Assert.Contains(Log.Lines, l => l.Text.Contains("client web", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_form_is_applied_and_undoes_neither_disabling_nor_rotation()
    {
        await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"declared","client_name":"One","grant_types":[]}]}""");
        await EditAsync(d => d.EnableAsync("web", false, CancellationToken.None));
        await EditAsync(d => d.KeepSecretsAsync("web", [new NewSecret("rotated")], CancellationToken.None));

        await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"declared","client_name":"Two","grant_types":[]}]}""");
        var client = await ClientAsync("web");
        Assert.Equal("Two", client.Name);
        Assert.False(client.Enabled);
        Assert.True(Assert.Single(client.Secrets).Matches("rotated"u8, DateTimeOffset.UnixEpoch));

        await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"new","client_name":"Two","grant_types":[]}]}""");
        Assert.True(Assert.Single((await ClientAsync("web")).Secrets).Matches("new"u8, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task Client_that_an_administrator_removed_stays_removed()
    {
        await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"s","grant_types":[]}]}""");
        await EditAsync(d => d.DeleteAsync("web", CancellationToken.None));
        var outcome = await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"s2","client_name":"N","grant_types":[]}]}""");
        Assert.Empty(outcome.Applied);
        Assert.Single(outcome.Drift);
        Assert.Null(await Node.GetRequiredService<IClients>().FindAsync("web", CancellationToken.None));
    }

    [Fact]
    public async Task Users_are_made_and_never_changed_nor_made_again()
    {
        await ApplyAsync("""{"users":[{"email":"a@b.example","name":"One"}]}""");
        await ApplyAsync("""{"users":[{"email":"A@B.example","name":"Two","password":"x"}]}""");
        await using (var db = await ContextAsync())
        {
            Assert.Equal("One", (await db.Set<User>().SingleAsync()).Name);
            await db.Set<User>().ExecuteDeleteAsync();
        }

        await ApplyAsync("""{"users":[{"email":"a@b.example","name":"Three"}]}""");
        await using var after = await ContextAsync();
        Assert.Equal(0, await after.Set<User>().CountAsync());
    }

    [Fact]
    public async Task Nothing_is_removed_when_a_file_no_longer_names_it()
    {
        await ApplyAsync("""{"clients":[{"client_id":"web","grant_types":[]}],"scopes":[{"name":"a"}]}""");
        await ApplyAsync("{}");
        Assert.NotNull(await ClientAsync("web"));
        Assert.Contains("a", (await Node.GetRequiredService<IScopes>().AllAsync(CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task Four_nodes_at_once_apply_once()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "d.json"), """
            {"clients":[{"client_id":"web","client_secret":"s","grant_types":[]},{"client_id":"two","grant_types":[]}],
             "users":[{"email":"a@b.example","password":"x"}],"roles":["r1","r2"],"scopes":[{"name":"a"}],"branding":{"name":"B"}}
            """);
        var nodes = new List<ServiceProvider>();
        for (var i = 0; i < 4; i++)
            nodes.Add(await NodeAsync());
        var outcomes = await Task.WhenAll(nodes.Select(n => Task.Run(() => ApplyFileAsync(n))));
        Assert.Single(outcomes, o => o.Applied.Count > 0);
        await using var db = await ContextAsync();
        Assert.Equal(1, await db.Set<User>().CountAsync());
        Assert.Equal(2, await db.Set<FeedRow>().CountAsync(r => r.Kind == FeedKind.ClientChanged && r.Key == "web"));
    }

    [Fact]
    public async Task CLA_19_secrets_at_rest_cannot_be_read()
    {
        await ApplyAsync("""{"clients":[{"client_id":"web","client_secret":"s3cret","grant_types":[]}]}""");
        await using var db = await ContextAsync();
        var rows = await db.Set<AppliedFormRow>().ToListAsync();
        Assert.All(rows, r => Assert.Equal(32, r.Hash.Length));
        Assert.DoesNotContain(rows, r => r.Key.Contains("s3cret", StringComparison.Ordinal));
        var client = await db.Set<ClientRow>().SingleAsync();
        Assert.DoesNotContain("s3cret", client.Document + client.Secrets, StringComparison.Ordinal);
    }

    private async Task<Client> ClientAsync(string id) =>
        await Node.GetRequiredService<IClients>().FindAsync(id, CancellationToken.None)
        ?? throw new InvalidOperationException($"no client {id}");

    private async Task EditAsync(Func<ClientDirectory, Task> edit)
    {
        await using var scope = Node.CreateAsyncScope();
        await edit(scope.ServiceProvider.GetRequiredService<ClientDirectory>());
    }
}
