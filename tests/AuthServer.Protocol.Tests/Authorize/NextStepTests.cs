using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>The table of decisions. Its rows are written as words: what was asked, who is there, what was agreed to.</summary>
public sealed class NextStepTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ada = new("00000000-0000-0000-0000-00000000ada0");
    private static readonly Guid Bob = new("00000000-0000-0000-0000-000000000b0b");
    private static readonly ScopeSet Asked = ScopeSet.Of(["openid", "orders.read"]);

    [Theory]
    [InlineData("", null, "sign in")]
    [InlineData("none", null, "login_required")]
    [InlineData("consent", null, "sign in")]
    [InlineData("", -60, "issue")]
    [InlineData("none", -60, "issue")]
    [InlineData("consent", -60, "consent")]
    [InlineData("login", -60, "sign in")]
    [InlineData("login", 1, "issue")]
    [InlineData("select_account", -60, "sign in")]
    [InlineData("select_account", 1, "issue")]
    [InlineData("login consent", -60, "sign in")]
    [InlineData("login consent", 1, "consent")]
    [InlineData("create", null, "register")]
    [InlineData("create", -60, "issue")] // accounts do not make accounts
    [InlineData("create login", -60, "sign in")]
    [InlineData("create", 1, "issue")]
    [Spec("OIDC Core", "3.1.2.1")]
    public void Prompt_decides_what_is_shown(string prompt, int? signedInAfter, string expected) =>
        Assert.Equal(expected, Decide(Request(prompt), Session(signedInAfter), Asked, null));

    [Theory]
    [InlineData(null, -100_000, "", "issue")]
    [InlineData(0L, -1, "", "sign in")]
    [InlineData(0L, 0, "", "issue")]
    [InlineData(0L, -1, "none", "login_required")]
    [InlineData(60L, -59, "", "issue")]
    [InlineData(60L, -60, "", "sign in")]
    [InlineData(60L, -61, "none", "login_required")]
    [InlineData(60L, 600, "", "issue")] // the person took long over the consent page, not over signing in
    [InlineData(2147483648L, -100_000, "", "issue")]
    [InlineData(long.MaxValue, -100_000, "", "issue")]
    public void Sign_in_older_than_max_age_is_none(long? maxAge, int signedInAfter, string prompt, string expected) =>
        Assert.Equal(expected, Decide(Request(prompt) with { MaxAge = maxAge }, Session(signedInAfter), Asked, null));

    [Theory]
    [InlineData(-60, "", "sign in")]
    [InlineData(-60, "none", "login_required")]
    [InlineData(1, "", "login_required")]
    public void Another_person_than_the_hinted_one_is_never_given_out(int signedInAfter, string prompt, string expected)
    {
        var request = Request(prompt) with { Hinted = Hint(Bob) };
        Assert.Equal(expected, Decide(request, Session(signedInAfter), Asked, null));
        Assert.Equal("issue", Decide(request with { Hinted = Hint(Ada) }, Session(signedInAfter), Asked, null));
    }

    [Theory]
    [InlineData(null, "", "consent")]
    [InlineData(null, "none", "consent_required")]
    [InlineData("openid", "", "consent")]
    [InlineData("openid", "none", "consent_required")]
    [InlineData("openid orders.read", "", "issue")]
    [InlineData("openid orders.read more", "none", "issue")]
    [InlineData("openid orders.read", "consent", "consent")]
    public void Consent_counts_when_it_covers_all_that_is_asked(string? given, string prompt, string expected) =>
        Assert.Equal(expected, Decide(Request(prompt), Session(-60), given is null ? null : ScopeSet.TryParse(given), null));

    [Theory]
    [InlineData("web", "https://app.example/cb", "issue")]
    [InlineData("web", "https://app.example/cb https://other.example/cb", "issue")] // its secret ties them to each other
    [InlineData("public", "https://app.example/cb https://app.example/cb2", "issue")]
    [InlineData("public", "https://app.example/cb https://other.example/cb", "consent")]
    [InlineData("public", "https://app.example/cb https://app.example:8443/cb", "consent")]
    [InlineData("public", "https://app.example/cb com.example.app:/cb", "consent")]
    [InlineData("public", "http://127.0.0.1/cb", "consent")]
    [InlineData("public", "http://localhost:9999/cb", "consent")]
    [InlineData("public", "com.example.app:/cb", "consent")]
    [Spec("RFC 8252", "8.6")]
    public void Old_consent_counts_only_for_a_program_that_is_surely_the_same(string kind, string redirectUris, string expected)
    {
        var uris = redirectUris.Split(' ');
        var request = Request("") with
        {
            Client = Client() with { AuthMethod = kind == "public" ? AuthMethods.None : AuthMethods.ClientSecretBasic, RedirectUris = uris },
            Reply = new ReplyAddress(uris[0], ResponseModes.Query, null),
        };
        Assert.Equal(expected, Decide(request, Session(-60), Asked, null));
        Assert.Equal("issue", Decide(request, Session(-60), Asked, Allowed("openid orders.read"))); // it was asked just now
    }

    [Theory]
    [InlineData("", "consent")]
    [InlineData("name", "consent")]
    [InlineData("name phone_number", "issue")]
    [InlineData("phone_number name nickname", "issue")]
    [Spec("OIDC Core", "5.5")]
    public void Consent_covers_claims_beyond_the_scopes_too(string given, string expected)
    {
        var request = Request("") with { ClaimsBeyondScopes = ["name", "phone_number"] };
        var consent = new GivenConsent(Asked, given.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, Step(request, Session(-60), consent, null));
        Assert.Equal("issue", Step(request, Session(-60), null, Allowed("openid orders.read")));
    }

    [Theory]
    [InlineData("pwd", -60, "", "sign in")]
    [InlineData("pwd", 1, "", "unmet_authentication_requirements")]
    [InlineData("pwd", -60, "none", "unmet_authentication_requirements")]
    [InlineData("pwd otp mfa", -60, "", "issue")]
    [Spec("OIDC Unmet Authentication Requirements", "2")]
    public void AUR_16_essential_acr_is_met_or_nothing_is_given(string methods, int signedInAfter, string prompt, string expected)
    {
        var request = Request(prompt) with { Acr = new AcrDemand([AuthenticationContext.TwoFactors], IsEssential: true) };
        var who = Session(signedInAfter)! with { Methods = methods.Split(' ') }; // a time was given
        Assert.Equal(expected, Decide(request, who, Asked, null));
        Assert.Equal("issue", Decide(request with { Acr = request.Acr with { IsEssential = false } }, who, Asked, null));
    }

    [Fact]
    public void Client_of_the_operator_needs_no_consent_but_where_it_asks_for_it()
    {
        var own = Client() with { RequireConsent = false };
        Assert.Equal("issue", Decide(Request("") with { Client = own }, Session(-60), null, null));
        Assert.Equal("consent", Decide(Request("consent") with { Client = own }, Session(-60), null, null));
    }

    [Fact]
    public void Decision_counts_for_one_person_in_one_session()
    {
        var who = Session(-60)!; // a time was given
        var allowed = Allowed("openid orders.read");
        Assert.Equal("issue", Decide(Request("consent"), who, null, allowed));
        Assert.Equal("consent", Decide(Request("consent"), who with { UserId = Bob }, null, allowed));
        Assert.Equal("consent", Decide(Request("consent"), who with { SessionId = Bob }, null, allowed));
        Assert.Equal("sign in", Decide(Request("consent"), null, null, allowed));
        Assert.Equal("sign in", Decide(Request("login"), who, null, allowed));
    }

    [Fact]
    public void Decision_narrows_and_never_widens()
    {
        var step = NextStep.Decide(Request(""), Now, Session(-60), null, Allowed("openid admin"));
        Assert.Equal(["openid"], Assert.IsType<NextStep.Issue>(step).Scopes);
    }

    [Fact]
    public void Giving_nothing_or_refusing_is_access_denied()
    {
        Assert.Equal("access_denied", Decide(Request(""), Session(-60), null, Allowed("")));
        Assert.Equal("access_denied", Decide(Request(""), Session(-60), Asked, Allowed("") with { Denied = true }));
        Assert.Equal("access_denied", Decide(Request(""), null, null, Allowed("") with { Denied = true }));
    }

    private static string Decide(AuthorizeRequest request, SignedIn? who, ScopeSet? consents, ConsentDecision? decision) =>
        Step(request, who, consents is null ? null : new GivenConsent(consents, []), decision);

    private static string Step(AuthorizeRequest request, SignedIn? who, GivenConsent? given, ConsentDecision? decision) =>
        NextStep.Decide(request, Now, who, given, decision) switch
        {
            NextStep.SignIn => "sign in",
            NextStep.Register => "register",
            NextStep.Consent => "consent",
            NextStep.Refuse refuse => refuse.Error.Code.Value,
            NextStep.Issue issue when issue.Who == who => "issue",
            var step => $"{step}",
        };

    private static AuthorizeRequest Request(string prompt) => new()
    {
        Client = Client(),
        Reply = new ReplyAddress("https://app.example/cb", ResponseModes.Query, "s"),
        Scopes = Asked,
        Prompts = prompt.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };

    private static HintedPerson Hint(Guid userId) =>
        new(new IdTokenHint(userId.ToString(), "c", null), Client(), new SubjectIds(new World()));

    private static Client Client() => new() { Id = "c", Name = "c", RedirectUris = ["https://app.example/cb"] };

    private static readonly Guid InSession = new("00000000-0000-0000-0000-000000005e55");

    private static SignedIn? Session(int? secondsAfterTheRequest) => secondsAfterTheRequest is { } seconds
        ? new SignedIn(Ada, InSession, Now.AddSeconds(seconds), ["pwd"], 1)
        : null;

    private static ConsentDecision Allowed(string scopes) =>
        new(Ada, InSession, false, ScopeSet.TryParse(scopes) ?? ScopeSet.Empty);
}
