using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>Writes what a plan says, in the caller's transaction.</summary>
internal sealed class ConfigurationWriter(AuthDbContext db, IServiceProvider services, AppliedForms forms)
{
    private readonly ClientDirectory _clients = services.GetRequiredService<ClientDirectory>();
    private readonly PresentationDirectory _presentation = services.GetRequiredService<PresentationDirectory>();
    private readonly AccountSchemaDirectory _schema = services.GetRequiredService<AccountSchemaDirectory>();
    private readonly UserDirectory _users = services.GetRequiredService<UserDirectory>();
    private readonly Providers _providers = new(db, services.GetRequiredService<Protocol.Issuing.IRingKeys>());

    /// <summary>Writes it.</summary>
    /// <param name="wanted">Where the changed objects stand.</param>
    /// <param name="after">What all of it comes to.</param>
    public async Task WriteAsync(
        IReadOnlyList<ObjectChange> changes, DeclarationSet wanted, ConfigurationDocument after, Planner planner, CancellationToken ct)
    {
        foreach (var change in changes.Where(c => c.Change is ObjectChange.Created or ObjectChange.Updated))
            await PutAsync(change, wanted, planner, ct);
        foreach (var change in changes.Where(c => c.Change == ObjectChange.Deleted))
            await DeleteAsync(change.Section, change.Key, ct);
        foreach (var client in wanted.Clients.Where(c => c.Value.Secret is not null && !planner.IsNewSecret(c.Value)))
            await _clients.RecallSecretAsync(client.Key, client.Value.Secret!, ct); // not null: the line above
        await _schema.OrderAsync(KeysOf(after, ConfigurationSection.Registration), KeysOf(after, ConfigurationSection.Profile), ct);
        await _providers.OrderAsync(KeysOf(after, ConfigurationSection.Providers), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>That these forms were applied, so that a file which holds them is not news; saved with the caller's changes.</summary>
    public void Remember(DeclarationSet applied)
    {
        foreach (var (kind, key, form) in applied.Forms.Where(f => f.Kind != ObjectKind.User)) // people are no configuration
            forms.Add(kind, key, form);
    }

    private Task PutAsync(ObjectChange change, DeclarationSet wanted, Planner planner, CancellationToken ct) => change.Section switch
    {
        "branding" => _presentation.PutBrandingAsync(wanted.Branding!.Value, ct), // it is what changed
        "scopes" => _presentation.PutScopeAsync(Find(wanted.Scopes, change), ct),
        "roles" => _users.EnsureRolesAsync([change.Key], ct),
        "registration" => _schema.PutKindAsync(Find(wanted.Registration, change), ct),
        "profile" => _schema.PutMemberAsync(Find(wanted.Profile, change), ct),
        "clients" => PutClientAsync(change, Find(wanted.Clients, change), planner, ct),
        _ => PutProviderAsync(Find(wanted.Providers, change), planner, ct),
    };

    private async Task PutClientAsync(ObjectChange change, DeclaredClient client, Planner planner, CancellationToken ct)
    {
        NewSecret[] secrets = client.Secret is { } secret && planner.IsNewSecret(client) ? [new NewSecret(secret)] : [];
        if (change.Change == ObjectChange.Created)
        {
            await _clients.CreateAsync(client.ClientId, client.Document, secrets, ct);
            return;
        }

        await _clients.DescribeAsync(client.ClientId, client.Document, ct);
        if (secrets.Length > 0)
            await _clients.KeepSecretsAsync(client.ClientId, secrets, ct);
    }

    private Task PutProviderAsync(DeclaredProvider provider, Planner planner, CancellationToken ct) =>
        _providers.PutAsync(provider, isSecretNew: planner.IsNewSecret(provider), ct);

    private Task DeleteAsync(string section, string key, CancellationToken ct) => section switch
    {
        "branding" => _presentation.DeleteBrandingAsync(ct),
        "scopes" => _presentation.DeleteScopeAsync(key, ct),
        "roles" => _users.DeleteRoleAsync(key, ct),
        "registration" => _schema.DeleteKindAsync(key, ct),
        "profile" => _schema.DeleteMemberAsync(key, ct),
        "clients" => _clients.DeleteAsync(key, ct),
        _ => _providers.DeleteAsync(key, ct),
    };

    private static T Find<T>(List<Declared<T>> wanted, ObjectChange change) => wanted.First(w => w.Key == change.Key).Value;

    private static List<string> KeysOf(ConfigurationDocument document, ConfigurationSection section) =>
        [.. document.Of(section).Select(o => o.Key)];
}
