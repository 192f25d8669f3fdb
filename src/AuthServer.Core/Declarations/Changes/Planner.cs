using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>Works out what wanted documents make of the configuration; changes nothing.</summary>
/// <param name="before">The configuration as it is.</param>
internal sealed class Planner(AuthDbContext db, AppliedForms forms, ConfigurationDocument before)
{
    private const string Here = "the configuration";

    /// <summary>What the configuration becomes.</summary>
    public static ConfigurationDocument After(ConfigurationDocument before, DeclarationSet wanted, bool prune) =>
        WantedConfiguration.Over(before, WantedConfiguration.Of(wanted), prune);

    /// <summary>Every reason why it cannot become so.</summary>
    public async Task<IReadOnlyList<DeclarationError>> JudgeAsync(DeclarationSet wanted, bool prune, CancellationToken ct)
    {
        var ids = wanted.Clients.Select(c => c.Key).ToList();
        var registered = await db.Set<RegistrationRow>().Where(r => ids.Contains(r.ClientId)).Select(r => r.ClientId).ToListAsync(ct);
        return
        [
            // What was wrong between other objects before is not this plan's to mend.
            .. DeclarationReferences.Judge(prune ? wanted : Together(wanted)).Where(e => e.File != Here),
            .. wanted.Clients.Where(c => registered.Contains(c.Key)).Select(c => new DeclarationError(
                c.File, $"{c.Path}.client_id", $"'{c.Key}' registered itself, and is no part of the configuration")),
        ];
    }

    /// <summary>The plan, without what it breaks.</summary>
    public ConfigurationPlan Make(DeclarationSet wanted, bool prune)
    {
        var after = After(before, wanted, prune);
        string[] secrets = [.. NewSecrets(wanted)];
        var changes = Marked(ConfigurationDiff.Between(before, after), wanted, secrets);
        var id = Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize<string[]>([before.Revision, after.Revision, .. secrets]))))[..32];
        return new ConfigurationPlan(id, before.Revision, after.Revision, changes, []);
    }

    /// <summary>Whether a client's declared secret would be put in place of the ones it has.</summary>
    /// <remarks>One that was applied before never is, even where the client was deleted since: it may have been rotated.</remarks>
    public bool IsNewSecret(DeclaredClient client) => client.Secret is { } secret
        && !forms.Knows(ObjectKind.ClientSecret, client.ClientId, secret);

    /// <inheritdoc cref="IsNewSecret(DeclaredClient)"/>
    public bool IsNewSecret(DeclaredProvider provider) => provider.Secret is { } secret
        && !forms.Knows(ObjectKind.ProviderSecret, provider.Scheme, secret);

    private IEnumerable<string> NewSecrets(DeclarationSet wanted) =>
    [
        .. wanted.Clients.Where(c => IsNewSecret(c.Value)).Select(c => $"{ConfigurationSection.Clients.Name} {c.Key}"),
        .. wanted.Providers.Where(p => IsNewSecret(p.Value)).Select(p => $"{ConfigurationSection.Providers.Name} {p.Key}"),
    ];

    /// <summary>Secrets are in no document, so that no comparison finds them.</summary>
    private static List<ObjectChange> Marked(IReadOnlyList<ObjectChange> changes, DeclarationSet wanted, string[] secrets)
    {
        var mark = new MemberChange("client_secret", null, JsonSerializer.SerializeToElement("(a new one)"));
        var marked = changes.Select(c => secrets.Contains(c.ToString()) && c.Change != ObjectChange.Deleted
            ? c with { Members = [.. c.Members.Append(mark).OrderBy(m => m.Name, StringComparer.Ordinal)] }
            : c).ToList();
        var alone = wanted.Clients.Select(c => (ConfigurationSection.Clients.Name, c.Key))
            .Concat(wanted.Providers.Select(p => (ConfigurationSection.Providers.Name, p.Key)))
            .Where(o => secrets.Contains($"{o.Name} {o.Key}") && !changes.Any(c => (c.Section, c.Key) == o));
        marked.AddRange(alone.Select(o => new ObjectChange(o.Name, o.Key, ObjectChange.Updated, [mark])));
        return marked;
    }

    /// <summary>Wanted objects in the company of those that stay, so that each can name the others.</summary>
    private DeclarationSet Together(DeclarationSet wanted)
    {
        var all = new DeclarationSet();
        new DeclarationReader(all, []).Read(Here, before.Utf8.ToArray());
        Replace(all.Scopes, wanted.Scopes);
        Replace(all.Roles, wanted.Roles);
        Replace(all.Registration, wanted.Registration);
        Replace(all.Profile, wanted.Profile);
        return all;
    }

    private static void Replace<T>(List<Declared<T>> all, List<Declared<T>> wanted)
    {
        all.RemoveAll(one => wanted.Exists(w => w.Key == one.Key));
        all.AddRange(wanted);
    }
}
