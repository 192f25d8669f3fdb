using System.Globalization;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>What will be noticed of a plan, in words.</summary>
internal sealed class Consequences(ConfigurationDocument before, ConfigurationDocument after, LiveUse use)
{
    private readonly List<Consequence> _all = [];

    /// <summary>Finds them all.</summary>
    /// <param name="wanted">What is applied: its users are told of.</param>
    public async Task<IReadOnlyList<Consequence>> FindAsync(
        IReadOnlyList<ObjectChange> changes, DeclarationSet wanted, CancellationToken ct)
    {
        await use.LoadAsync([.. changes.Where(c => c.Section == "clients").Select(c => c.Key)], ct);
        foreach (var change in changes)
            await FindAsync(change, ct);
        FindUnknownScopes(changes);
        if (wanted.Users.Count > 0)
            _all.Add(new("users_left_alone", "users", "", "Users are no configuration: those that are declared are made by files at start alone."));
        return _all;
    }

    /// <summary>"3 people", "1 person", "at least 1000 people".</summary>
    public static string Count(long number, string one, string many) => string.Create(
        CultureInfo.InvariantCulture, $"{(number >= LiveUse.Most ? "at least " : "")}{number} {(number == 1 ? one : many)}");

    private async Task FindAsync(ObjectChange change, CancellationToken ct)
    {
        switch (change.Section, change.Change)
        {
            case ("clients", _):
                _all.AddRange(ClientConsequences.Of(change, Find(before, change), Find(after, change), use));
                break;
            case ("roles", ObjectChange.Deleted):
                var people = await use.PeopleInAsync(change.Key, ct);
                if (people > 0)
                    Add("role_lost", change, $"{Count(people, "person has", "people have")} the role '{change.Key}' and will have it no more; going back makes the role again and gives it to nobody.");
                break;
            case ("scopes", ObjectChange.Deleted):
                await FindOfScopeAsync(change, ct);
                break;
            case ("profile", ObjectChange.Deleted):
                var filled = await use.PeopleWithAsync(change.Key, ct);
                if (filled > 0)
                    Add("profile_member_hidden", change, $"{Count(filled, "person has", "people have")} filled in '{change.Key}': it is kept, and nothing shows it any more.");
                break;
            case ("registration", ObjectChange.Deleted):
                Add("registration_closed", change, $"Nobody can register as '{change.Key}' any more.");
                break;
            case ("registration", ObjectChange.Reordered):
                FindDefaultKind(change);
                break;
            case ("providers", ObjectChange.Deleted):
                Add("provider_removed", change, $"Nobody can sign in by '{change.Key}' any more, and its secret is forgotten.");
                break;
            default:
                break;
        }
    }

    private async Task FindOfScopeAsync(ObjectChange change, CancellationToken ct)
    {
        var own = after.Of(ConfigurationSection.Clients).Where(c => ClientConsequences.ScopesOf(c).Contains(change.Key)).Select(c => c.Key).ToList();
        foreach (var client in own)
            Add("scope_still_named", change, $"Client '{client}' still names the scope '{change.Key}': requests that ask for it are refused.");
        var others = await use.RegisteredClientsNamingAsync(change.Key, ct);
        if (others > 0)
            Add("scope_still_named", change, $"{Count(others, "client", "clients")} that registered themselves still name the scope '{change.Key}': requests that ask for it are refused.");
    }

    private void FindDefaultKind(ObjectChange change)
    {
        var (was, becomes) = (before.Of(ConfigurationSection.Registration).FirstOrDefault()?.Key, after.Of(ConfigurationSection.Registration).FirstOrDefault()?.Key);
        if (was != becomes)
            Add("default_registration_changed", change, $"Whoever registers without saying as what becomes '{becomes}' and not '{was}'.");
    }

    /// <summary>Whoever may edit scopes may make it yet; so it is told and no error.</summary>
    private void FindUnknownScopes(IReadOnlyList<ObjectChange> changes)
    {
        var known = after.Of(ConfigurationSection.Scopes).Select(s => s.Key).Concat(Protocol.Wire.StandardScopes.All).ToHashSet(StringComparer.Ordinal);
        var removed = changes.Where(c => c is { Section: "scopes", Change: ObjectChange.Deleted }).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var change in changes.Where(c => c.Section == "clients"))
        {
            foreach (var scope in ClientConsequences.ScopesOf(Find(after, change)).Where(s => !known.Contains(s) && !removed.Contains(s)))
                Add("scope_unknown", change, $"Client '{change.Key}' names the scope '{scope}', which does not exist.");
        }
    }

    private void Add(string code, ObjectChange change, string text) => _all.Add(new Consequence(code, change.Section, change.Key, text));

    private static ConfiguredObject? Find(ConfigurationDocument document, ObjectChange change) =>
        document.Objects.FirstOrDefault(o => o.Section.Name == change.Section && o.Key == change.Key);
}
