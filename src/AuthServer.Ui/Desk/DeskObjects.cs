using AuthServer.Core.Audit;
using AuthServer.Ui.Interaction;
using static AuthServer.Ui.Desk.MemberKind;

namespace AuthServer.Ui.Desk;

/// <summary>The kinds of objects that are edited by the same pages.</summary>
internal static class DeskObjects
{
    public static DeskObject Scopes { get; } = new(AuditTargets.Scope, "name")
    {
        Path = "scopes",
        Icon = "tag",
        Title = Texts.Later("Scopes"),
        Text = Texts.Later("What apps may ask for, in words that people understand when they are asked."),
        New = Texts.Later("New scope"),
        Shown = "description",
        Besides = ["built_in"],
        Sections =
        [
            new("scope", Texts.Later("Scope"), null,
            [
                new("name", Texts.Later("Name"), Texts.Later("As apps ask for it, for instance orders.read. It never changes."), Text),
                new("description", Texts.Later("What people read"), Texts.Later("After “Acme would like to:”, for instance “Read your orders”."), Text),
                new("resources", Texts.Later("APIs"), Texts.Later("Addresses of the APIs that tokens of this scope are meant for, one a line."), Lines),
                new("claims", Texts.Later("Claims"), Texts.Later("Which facts about the person it gives, one a line: names of claims or of profile members."), Lines),
            ]),
        ],
    };

    public static DeskObject Providers { get; } = new(AuditTargets.Provider, "scheme")
    {
        Path = "providers",
        Icon = "link",
        Title = Texts.Later("Providers"),
        Text = Texts.Later("Other places where people can prove who they are, instead of with a password here."),
        New = Texts.Later("New provider"),
        Shown = "issuer",
        Besides = ["has_secret"],
        Sections =
        [
            new("provider", Texts.Later("Provider"), null,
            [
                new("scheme", Texts.Later("Short name"), Texts.Later("Lower-case letters, digits, - and _. It stands in addresses, and never changes."), Text),
                new("display_name", Texts.Later("What people read"), Texts.Later("On the button of the sign-in page."), Text),
                new("issuer", Texts.Later("Issuer"), Texts.Later("Its https address, as its discovery document names it."), Text),
                new("client_id", Texts.Later("Our id there"), null, Text),
                new("client_secret", Texts.Later("Our secret there"), Texts.Later("Empty: it stays as it is. It is never shown again, and forgotten when the issuer or our id changes."), Secret),
                new("scope", Texts.Later("Scopes to ask for"), Texts.Later("With spaces between them, for instance: openid profile email"), Text),
            ]),
        ],
    };

    public static DeskObject Roles { get; } = new(AuditTargets.Role, "name")
    {
        Path = "roles",
        Icon = "shield",
        Title = Texts.Later("Roles"),
        Text = Texts.Later("What people are to your apps and APIs. The roles whose names begin with admin open these pages."),
        New = Texts.Later("New role"),
        Besides = ["built_in"],
        Sections =
        [
            new("role", Texts.Later("Role"), null,
                [new("name", Texts.Later("Name"), Texts.Later("As apps read it in the claim roles. It never changes."), Text)]),
        ],
    };

    public static DeskObject RegistrationKinds { get; } = new(AuditTargets.RegistrationKind, "kind")
    {
        Path = "registration-kinds",
        Icon = "plus",
        Title = Texts.Later("Ways to register"),
        Text = Texts.Later("As what people may make an account for themselves; with none, nobody does."),
        New = Texts.Later("New way to register"),
        Shown = "role",
        Sections =
        [
            new("kind", Texts.Later("Way to register"), null,
            [
                new("kind", Texts.Later("Name"), Texts.Later("Lower-case letters, digits, - and _. It stands in addresses, and never changes."), Text),
                new("role", Texts.Later("Role"), Texts.Later("The role that such people get."), Text),
                new("require", Texts.Later("Needed"), Texts.Later("Members of the profile that must be filled in, one a line."), Lines),
            ]),
        ],
    };

    public static DeskObject ProfileMembers { get; } = new(AuditTargets.ProfileMember, "name")
    {
        Path = "profile-members",
        Icon = "person",
        Title = Texts.Later("Members of profiles"),
        Text = Texts.Later("What is known of people besides name, address and number."),
        New = Texts.Later("New member"),
        Shown = "type",
        Sections =
        [
            new("member", Texts.Later("Member"), null,
            [
                new("name", Texts.Later("Name"), Texts.Later("Lower-case letters, digits, - and _. It is also the name of the claim, and never changes."), Text),
                new("type", Texts.Later("Kind"), null, Choice)
                {
                    Default = "string",
                    Options =
                    [
                        new("string", Texts.Later("a text")), new("integer", Texts.Later("a whole number")), new("number", Texts.Later("a number")),
                        new("boolean", Texts.Later("yes or no")),
                    ],
                },
                new("max_length", Texts.Later("Longest"), Texts.Later("In characters, for a text. Empty: as the server says."), Number),
                new("one_of", Texts.Later("Choices"), Texts.Later("The values that there are, one a line. Empty: any."), Lines),
                new("scope", Texts.Later("Scope"), Texts.Later("The scope that gives it to apps. Empty: none does."), Text),
                new("kinds", Texts.Later("Ways to register"), Texts.Later("Which kinds of people have it, one a line. Empty: all."), Lines),
            ]),
        ],
    };

    public static DeskObject Branding { get; } = new(AuditTargets.Branding, "")
    {
        Path = "branding",
        Icon = "sliders",
        Title = Texts.Later("Branding"),
        Text = Texts.Later("How the pages present themselves to people."),
        New = Texts.Later("Branding"),
        IsOnly = true,
        Sections =
        [
            new("branding", Texts.Later("Branding"), null,
            [
                new("name", Texts.Later("Name"), Texts.Later("Whose pages these are, as people know you."), Text),
                new("logo_uri", Texts.Later("Logo"), Texts.Later("An https address, or one that begins with / here."), Text),
                new("accent_color", Texts.Later("Colour"), Texts.Later("Such as #4f46e5. Texts in it and on it stay readable whatever you choose."), Text),
                new("support_uri", Texts.Later("Help"), Texts.Later("Where people find help, an https address."), Text),
            ]),
        ],
    };
}
