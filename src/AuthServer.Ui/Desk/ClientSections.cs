using AuthServer.Ui.Interaction;
using static AuthServer.Ui.Desk.MemberKind;

namespace AuthServer.Ui.Desk;

/// <summary>
/// The members that the form for clients explains. Whatever else a document may hold is edited as JSON below them.
/// </summary>
internal static class ClientSections
{
    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<FormSection> All { get; } =
    [
        new("basics", Texts.Later("Basics"), Texts.Later("What people see when this app asks for them."),
        [
            new("client_name", Texts.Later("Name"), Texts.Later("Shown when people sign in and when they allow the app something."), Text),
            new("description", Texts.Later("Description"), Texts.Later("For your colleagues: what it does, and whose it is."), Text),
            new("client_uri", Texts.Later("Home page"), null, Text),
            new("logo_uri", Texts.Later("Logo"), Texts.Later("The https address of a picture, shown on the page that asks for consent."), Text),
            new("policy_uri", Texts.Later("Address of the privacy policy"), null, Text),
            new("tos_uri", Texts.Later("Terms of use"), null, Text),
            new("contacts", Texts.Later("Contacts"), Texts.Later("Email addresses of those who look after it, one a line."), Lines),
            new("require_consent", Texts.Later("Ask people for consent"), Texts.Later("Turn this off for your own apps alone: nobody is asked then before the app gets what its scopes say."), Flag) { Default = True },
            new("first_party", Texts.Later("Our own app"), Texts.Later("It may use the JSON account API: sign people in without a browser, change passwords, delete accounts."), Flag),
        ]),
        new("addresses", Texts.Later("Addresses"), Texts.Later("Where people and messages are sent. Nothing goes to an address that is not listed here."),
        [
            new("redirect_uris", Texts.Later("Redirect addresses"), Texts.Later("Where people return to after signing in, one a line. Compared sign by sign; http only for this machine (localhost)."), Lines),
            new("post_logout_redirect_uris", Texts.Later("Addresses after signing out"), Texts.Later("Where people may return to after signing out, one a line."), Lines),
            new("allowed_origins", Texts.Later("Allowed origins"), Texts.Later("Web pages beyond those of the redirect addresses that may call the token endpoint by script, one a line: https://app.example"), Lines),
            new("initiate_login_uri", Texts.Later("Sign-in starts at"), Texts.Later("An https address of the app that begins a sign-in there."), Text),
            new("backchannel_logout_uri", Texts.Later("Logout notice, server to server"), Texts.Later("This address is told when a session ends that the app took part in. Tried again until it answers."), Text),
            new("backchannel_logout_session_required", Texts.Later("The notice names the session"), null, Flag),
            new("frontchannel_logout_uri", Texts.Later("Logout notice in the browser"), Texts.Later("Opened in a hidden frame while somebody signs out. Browsers often block what it needs; prefer server to server."), Text),
            new("frontchannel_logout_session_required", Texts.Later("The frame names the session"), null, Flag),
        ]),
        new("sign-in", Texts.Later("Sign-in"), Texts.Later("How the app proves who it is, and what it may ask for."),
        [
            new("token_endpoint_auth_method", Texts.Later("How the app proves who it is"), Texts.Later("An app that runs in the browser or on people’s devices can keep no secret: choose none there."), Choice)
            {
                Default = "client_secret_basic",
                Options =
                [
                    Option("client_secret_basic", Texts.Later("Secret in the header")), Option("client_secret_post", Texts.Later("Secret in the form")),
                    Option("client_secret_jwt", Texts.Later("Assertion signed with the secret")), Option("private_key_jwt", Texts.Later("Assertion signed with a key of its own")),
                    Option("none", Texts.Later("Not at all: a public client")),
                ],
            },
            new("grant_types", Texts.Later("Ways to get tokens"), null, Checks)
            {
                Default = "authorization_code",
                Options =
                [
                    Option("authorization_code", Texts.Later("People sign in (authorization code)")), Option("refresh_token", Texts.Later("It stays signed in (refresh token)")),
                    Option("client_credentials", Texts.Later("It acts for itself (client credentials)")), Option("implicit", Texts.Later("Tokens in the address (implicit): for old apps alone")),
                ],
            },
            new("response_types", Texts.Later("Response types"), Texts.Later("One a line. Empty: code, where people sign in."), Lines),
            new("scope", Texts.Later("Scopes"), Texts.Later("What it may ask for. With none ticked it may ask for the standard ones."), Scopes),
            new("require_pkce", Texts.Later("PKCE needed"), Texts.Later("Protects the code on its way back. Leave it on; public clients cannot do without."), Flag) { Default = True },
            new("default_max_age", Texts.Later("Sign in again after"), Texts.Later("Seconds. People whose sign-in is older are asked for their password again. Empty: never."), Number),
            new("jwks_uri", Texts.Later("Address of its public keys"), Texts.Later("An https address of a JWK set. One of the two: this, or the keys themselves."), Text),
            new("jwks", Texts.Later("Its public keys"), Texts.Later("A JWK set as JSON. Public keys only."), Json),
            new("subject_type", Texts.Later("Ids of people"), Texts.Later("Pairwise: each site sees another id for the same person, so that sites cannot compare notes."), Choice)
            {
                Default = "public", Options = [Option("public", Texts.Later("The same for every app")), Option("pairwise", Texts.Later("Another one for each site (pairwise)"))],
            },
            new("application_type", Texts.Later("Where it runs"), null, Choice)
            {
                Default = "web", Options = [Option("web", Texts.Later("On the web")), Option("native", Texts.Later("On people’s devices"))],
            },
        ]),
        new("tokens", Texts.Later("Tokens"), Texts.Later("What it gets, and for how long."),
        [
            new("access_token_format", Texts.Later("Access tokens"), Texts.Later("APIs read a JWT by themselves; an opaque one they have to ask us about, and nobody else can read it."), Choice)
            {
                Default = "jwt", Options = [Option("jwt", Texts.Later("Readable (JWT)")), Option("opaque", Texts.Later("Opaque"))],
            },
            new("access_token_lifetime", Texts.Later("Access tokens live"), Texts.Later("Seconds, at most 86400. Empty: as the server says."), Number),
            new("refresh_token_lifetime", Texts.Later("Refresh tokens live"), Texts.Later("Seconds since they were last used. Empty: as the server says."), Number),
            new("refresh_token_rotation", Texts.Later("Refresh tokens work once"), Texts.Later("Each use gives a new one, and a stolen one is noticed. Leave it on."), Flag) { Default = True },
            new("id_token_signed_response_alg", Texts.Later("ID tokens are signed with"), null, Choice)
            {
                Default = "RS256", Options = [Same("RS256"), Same("ES256"), Same("PS256"), Same("HS256")],
            },
            new("resources", Texts.Later("APIs that this client is"), Texts.Later("Their addresses, one a line: tokens meant for them it may look up."), Lines),
            new("introspection", Texts.Later("Tokens it may look up"), null, Choice)
            {
                Default = "own", Options = [Option("own", Texts.Later("Its own, and those for its APIs")), Option("all", Texts.Later("All"))],
            },
        ]),
    ];

    private const string True = "true";

    private static KeyValuePair<string, string> Option(string value, string text) => KeyValuePair.Create(value, text);

    // Names of algorithms are the same in every language.
    private static KeyValuePair<string, string> Same(string value) => KeyValuePair.Create(value, "");
}
