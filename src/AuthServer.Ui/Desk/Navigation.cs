using AuthServer.Ui.Interaction;

namespace AuthServer.Ui.Desk;

/// <summary>The way around.</summary>
internal static class Navigation
{
    public const string Home = "/admin";

    /// <summary>Everything there is, in groups.</summary>
    public static IReadOnlyList<NavigationGroup> Groups { get; } =
    [
        new(null, [new(Texts.Later("Overview"), Home, "home")]),
        new(Texts.Later("People"), [
            new(Texts.Later("Users"), Home + "/users", "person"),
            new(Texts.Later("Sessions"), Home + "/sessions", "screen"),
            new(Texts.Later("Roles"), Home + "/roles", "shield"),
            new(Texts.Later("Ways to register"), Home + "/registration-kinds", "plus"),
            new(Texts.Later("Members of profiles"), Home + "/profile-members", "list"),
        ]),
        new(Texts.Later("Apps"), [
            new(Texts.Later("Clients"), Home + "/clients", "app"),
            new(Texts.Later("Scopes"), Home + "/scopes", "tag"),
            new(Texts.Later("Authorizations"), Home + "/authorizations", "hand"),
            new(Texts.Later("Providers"), Home + "/providers", "link"),
            new(Texts.Later("Registration"), Home + "/registration-tokens", "ticket"),
            new(Texts.Later("Attempts"), Home + "/attempts", "alert"),
        ]),
        new(Texts.Later("Operation"), [
            new(Texts.Later("Messages"), Home + "/messages", "mail"),
            new(Texts.Later("Webhooks"), Home + "/webhooks", "bolt"),
            new(Texts.Later("Keys"), Home + "/keys", "key"),
            new(Texts.Later("Configuration"), Home + "/configuration", "sliders"),
            new(Texts.Later("Branding"), Home + "/branding", "brush"),
            new(Texts.Later("Audit log"), Home + "/audit", "book"),
            new(Texts.Later("Revocation"), Home + "/revocation", "stop"),
        ]),
    ];

    /// <summary>Whether an address lies at or below an entry.</summary>
    public static bool IsAt(string path, NavigationEntry entry) =>
        entry.Path == Home ? path == Home : path == entry.Path || path.StartsWith(entry.Path + "/", StringComparison.Ordinal);
}

/// <param name="Text">A key of <see cref="Texts"/>; null: the group has no head.</param>
internal sealed record NavigationGroup(string? Text, IReadOnlyList<NavigationEntry> Entries);

/// <param name="Text">A key of <see cref="Texts"/>.</param>
internal sealed record NavigationEntry(string Text, string Path, string Icon);
