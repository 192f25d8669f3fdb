using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: what the answers tell about accounts.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class PasswordAnswerTests(PasswordServer server)
{
    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_01_wrong_password_gets_one_answer_whoever_has_the_address(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var nobody = PasswordServer.Nobody();
        var expected = door.Neutral(await door.PostAsync(nobody, "Wrong-Horse-8"), nobody);

        foreach (var email in new[]
        {
            await server.NewUserAsync(),
            await server.NewUserWithAsync("disabled_at = now()"),
            await server.NewUserWithAsync("email_verified = false"),
            await server.NewUserWithAsync("password_hash = NULL"),
        })
        {
            var reply = await door.PostAsync(email, "Wrong-Horse-8");
            Assert.Equal(Said.Refused, door.Judge(reply));
            Assert.Equal(expected, door.Neutral(reply, email));
        }

        Assert.Equal(Said.In, await door.TryAsync(await server.NewUserAsync(), StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_01_locked_address_gets_one_answer_whoever_has_it(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var answers = new List<string>();
        foreach (var email in new[]
        {
            PasswordServer.Nobody(), await server.NewUserAsync(), await server.NewUserWithAsync("disabled_at = now()"),
            await server.NewUserWithAsync("email_verified = false"), await server.NewUserWithAsync("password_hash = NULL"),
        })
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal(Said.Refused, await door.TryAsync(email, $"Wrong-Horse-{i}"));
            var wrong = await door.PostAsync(email, "Wrong-Horse-8");
            var right = await door.PostAsync(email, StandardServer.Password);
            Assert.Equal(Said.Locked, door.Judge(wrong));
            Assert.Equal(Said.Locked, door.Judge(right));
            answers.Add(Timeless(door.Neutral(wrong, email)));
            answers.Add(Timeless(door.Neutral(right, email)));
        }

        Assert.Single(answers.Distinct());

        // How long it stays locked depends on when it was.
        static string Timeless(string answer) => string.Concat(answer.Where(c => !char.IsAsciiDigit(c)));
    }

    [Fact]
    public async Task PWD_02_page_asks_for_address_and_password_at_once()
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync("/account/login");
        Assert.NotNull(page.Form.QuerySelector("input[name=Email]"));
        Assert.NotNull(page.Form.QuerySelector("input[name=Password]"));

        // An address alone is a wrong password, whoever has it: there is no second step that could differ.
        var answers = new List<string>();
        using var door = SignInDoor.Of("page", server.Node.Address);
        foreach (var email in new[] { PasswordServer.Nobody(), await server.NewUserAsync(), await server.NewUserWithAsync("password_hash = NULL") })
            answers.Add(door.Neutral(await door.PostAsync(email, ""), email));
        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData("/.well-known/webfinger?resource=acct:{0}")]
    [InlineData("/api/account/exists?email={0}")]
    [InlineData("/api/account/passkeys/options?email={0}")]
    [InlineData("/api/account/password/policy?email={0}")]
    [InlineData("/api/admin/users?q={0}")]
    [InlineData("/account/login?email={0}")]
    [InlineData("/account/login?login_hint={0}")]
    [InlineData("/account/register?email={0}")]
    [InlineData("/account/forgot-password?email={0}")]
    [InlineData("/connect/authorize?login_hint={0}")]
    public async Task PWD_05_side_doors_do_not_tell(string path)
    {
        using var browser = server.NewBrowser();
        var (known, unknown) = (await server.NewUserAsync(), PasswordServer.Nobody());
        var first = await browser.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, known));
        var second = await browser.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, unknown));

        Assert.Equal(first.Status, second.Status);
        Assert.Equal(Text(first, known), Text(second, unknown));
        Outcome.GivesNothingAway(first);

        static string Text(Reply reply, string email)
        {
            // Each page has a token of its own, each error a number.
            foreach (var own in reply.Page.QuerySelectorAll("input[name=form], dd code"))
                own.Remove();
            return reply.Page.DocumentElement.OuterHtml.Replace(email, "x", StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(email), "x", StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_24_account_without_a_password_opens_to_none(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var federated = await server.NewUserWithAsync("password_hash = NULL");
        foreach (var password in new[] { "", " ", "null" })
            Assert.True(await door.TryAsync(federated, password) is Said.Refused or Said.Incomplete, password);

        await server.SetPasswordAsync(federated, StandardServer.Password);
        Assert.Equal(Said.In, await door.TryAsync(federated, StandardServer.Password));
    }

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_27_user_is_disabled_while_the_form_is_open(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        var (email, nobody) = (await server.NewUserAsync(), PasswordServer.Nobody());
        var unknown = door.Neutral(await door.PostAsync(nobody, StandardServer.Password), nobody); // the form is open now
        await server.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE email = $1", email);

        var reply = await door.PostAsync(email, StandardServer.Password);
        Assert.Equal(Said.Refused, door.Judge(reply));
        Assert.Equal(unknown, door.Neutral(reply, email));
        Assert.Equal(0L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1", await server.IdOfAsync(email)));

        await server.ExecuteAsync("UPDATE users SET disabled_at = NULL WHERE email = $1", email);
        Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
    }

    [Fact]
    public async Task PWD_25_nobody_is_there_who_was_not_declared()
    {
        var bare = new BareServer();
        await bare.InitializeAsync();
        try
        {
            await using var users = bare.Database.CreateCommand("SELECT count(*) FROM users");
            Assert.Equal(0L, await users.ExecuteScalarAsync());
            using var door = SignInDoor.Of("page", bare.Node.Address);
            foreach (var (email, password) in new[]
            {
                ("admin@example.org", "admin"), ("admin@localhost", "Admin123!"), ("ada@example.org", "Correct-Horse-7"),
            })
                Assert.Equal(Said.Refused, await door.TryAsync(email, password));
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    [Fact]
    public async Task PWD_25_demo_accounts_are_refused_in_production()
    {
        const string Demo = """{"demo":true,"users":[{"email":"ada@example.org","password":"Correct-Horse-7"}]}""";
        await using var node = await ServerProcess.LaunchAsync(
            server.ConnectionString,
            [("ASPNETCORE_ENVIRONMENT", "Production"), ("Issuer", "https://id.example"), ("Keys:EncryptionSecret", new string('k', 40))],
            Demo);

        Assert.Equal(1, await node.WaitForExitAsync());
        Assert.Contains("demo", node.Log, StringComparison.Ordinal);
    }

    private sealed class BareServer : RunningServer;
}
