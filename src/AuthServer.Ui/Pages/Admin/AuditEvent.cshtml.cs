using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One event, with what was before and what is after.</summary>
internal sealed class AuditEventModel(AuditLog log) : AdminPage
{
    public AuditEntry Event { get; private set; } = null!; // set before the page is drawn

    /// <summary>The page of what it is about; null: there is none.</summary>
    public string? Target => Places.Of(Event.Target.Kind, Event.Target.Id);

    /// <summary>The page of who did it; null: there is none.</summary>
    public string? Actor => Places.Of(Event.Actor.Kind == "person" ? "user" : Event.Actor.Kind, Event.Actor.Id);

    /// <summary>Name, before and after, of each member that it tells of.</summary>
    public IReadOnlyList<(string Name, string? Before, string? After)> Members =>
        [.. NamesOf(Event.Before).Union(NamesOf(Event.After)).Select(n => (n, ValueOf(Event.Before, n), ValueOf(Event.After, n)))];

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await log.FindAsync(id, ct) is not { } found)
            return Missing();
        Event = found;
        Trail = [new(Texts.Later("Audit log"), Navigation.Home + "/audit")];
        return Page();
    }

    private static IEnumerable<string> NamesOf(JsonElement? members) =>
        members is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject().Select(m => m.Name) : [];

    private static string? ValueOf(JsonElement? members, string name) =>
        members is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var value) ? value.ToString() : null;
}
