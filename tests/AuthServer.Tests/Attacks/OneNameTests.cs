using System.Net;
using AuthServer.Core.Users;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section UNI: whatever takes a name takes it by the same rule.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class OneNameTests(PasswordServer server)
{
    [Fact]
    public async Task UNI_09_nobody_is_found_by_id_or_number()
    {
        using var app = server.NewApp();
        var email = await server.NewUserWithAsync("phone_number = '+441632960961', phone_number_verified = true");
        var id = (await server.IdOfAsync(email)).ToString();
        foreach (var name in new[] { id, "+441632960961", $"{id}@", email.Split('@')[0] })
        {
            (await app.TryLoginAsync(name, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            (await app.PostAsync("register", new { email = name, password = StandardServer.Password, full_name = "Bob" })).Blames("email");
        }

        // There are no names besides addresses: one column cannot say what the other does not.
        Assert.Equal(0L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM users WHERE normalized_user_name IS DISTINCT FROM normalized_email"));
        await app.LoginAsync(email, StandardServer.Password);
    }

    [Theory]
    [InlineData("+44 1632 960961", "+441632960961")]
    [InlineData("0044 1632-960961", "+441632960961")]
    [InlineData("+44(1632)960961", "+441632960961")]
    [InlineData("+49 170 1234567", "+491701234567")]
    [InlineData("+49 (0)170 1234567", null)]
    [InlineData("0170 1234567", null)]
    [InlineData("+44 1632 960961 ext. 7", null)]
    [InlineData("+44 1632 960961;ext=7", null)]
    [InlineData("\uFF0B\uFF14\uFF14 1632 960961", null)] // full width
    [InlineData("+\u0664\u0664 1632 960961", null)] // Arabic digits
    [InlineData("+44\u00A01632960961", null)]
    [InlineData("tel:+441632960961", null)]
    public async Task UNI_11_number_is_E164_in_one_spelling_or_refused(string typed, string? stored)
    {
        Assert.Equal(stored, PhoneNumber.TryParse(typed));
        using var app = server.NewApp();
        var email = PasswordServer.Nobody();
        var reply = await app.PostAsync("register", new
        {
            email,
            password = StandardServer.Password,
            full_name = "Ursula Lovelace",
            phone_number = typed,
        });
        if (stored is null)
        {
            reply.Blames("phone_number");
            return;
        }

        reply.Is(HttpStatusCode.Accepted);
        Assert.Equal(stored, await server.ScalarAsync<string>("SELECT phone_number FROM users WHERE normalized_email = $1", email));
    }

    [Theory]
    [InlineData("Web")]
    [InlineData("WEB")]
    [InlineData("web ")]
    [InlineData("ｗｅｂ")]
    [InlineData("w\u0435b")]
    [InlineData("web\u200B")]
    public async Task UNI_12_client_of_another_spelling_is_another_client(string clientId)
    {
        using var browser = server.NewBrowser();
        Outcome.Page(await browser.GetAsync(Person.AuthorizeUrl(clientId)));
        using var desk = new Desk(server);
        Outcome.T401(await desk.Channel.TokenAsync(ClientLogin.Post(clientId, StandardServer.Secret), ("grant_type", "client_credentials")));
        Assert.Equal("/account/login", (await browser.GetAsync(Person.AuthorizeUrl("web"))).Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("openid ORDERS.READ")]
    [InlineData("openid Orders.read")]
    [InlineData("openid orders.re\u0430d")]
    [InlineData("OPENID orders.read")]
    public async Task UNI_12_scope_of_another_spelling_is_unknown(string scope)
    {
        using var browser = server.NewBrowser();
        var reply = await browser.GetAsync(Person.AuthorizeUrl("trusted", ("scope", scope)));
        Assert.True(reply.Query.GetValueOrDefault("error") is "invalid_scope" or "invalid_request", reply.SentLocation);
    }

    [Theory]
    [InlineData("ADMIN")]
    [InlineData("Admin")]
    [InlineData("\u0430dmin")]
    public async Task UNI_12_role_of_another_spelling_gives_nothing(string role)
    {
        await server.ExecuteAsync(
            """
            INSERT INTO roles (id, name, normalized_name, concurrency_stamp) VALUES (gen_random_uuid(), $1, $1, 'x')
            ON CONFLICT (normalized_name) DO NOTHING
            """,
            role);
        using var impostor = await Person.NewAsync(server, role);
        var tokens = await impostor.TokensAsync("admin-console", ("scope", "openid"));
        Assert.NotNull(tokens["access_token"]);
        var reply = await impostor.Browser.GetAsync(Person.AuthorizeUrl("admin-console", ("scope", "openid admin")));
        Assert.True(!reply.Query.ContainsKey("code") || !await HasAdminAsync(reply.Query["code"]), reply.SentLocation);

        using var admin = await Person.NewAsync(server, "admin");
        Assert.Contains("admin", (await admin.TokensAsync("admin-console", ("scope", "openid admin")))["scope"], StringComparison.Ordinal);

        async Task<bool> HasAdminAsync(string code) =>
            (await Person.RedeemAsync(server, "admin-console", code))["scope"]?.Contains("admin", StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task UNI_13_keys_are_compared_byte_by_byte_whatever_the_system_makes_of_letters()
    {
        await using var command = server.Database.CreateCommand(
            """
            SELECT t.relname || '.' || a.attname FROM pg_index i
            JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
            LEFT JOIN pg_collation c ON c.oid = a.attcollation
            WHERE a.attname LIKE 'normalized%' AND c.collname IS DISTINCT FROM 'C'
               OR t.relname IN ('sign_in_guard', 'known_devices') AND a.attcollation <> 0 AND c.collname IS DISTINCT FROM 'C'
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var others = new List<string>();
        while (await rows.ReadAsync())
            others.Add(rows.GetString(0));
        Assert.Empty(others);

        // Equality is of bytes in any case: none of our collations takes two texts for one.
        Assert.Equal(0L, await server.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
            JOIN pg_collation c ON c.oid = a.attcollation WHERE NOT c.collisdeterministic
            """));
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("UPPER", true)]
    [InlineData(" {0} ", true)]
    [InlineData("Ｕ{1}", true)]
    [InlineData("{2}@ｅｘａｍｐｌｅ.org", true)]
    [InlineData("{2}+x@example.org", false)]
    [InlineData("{2}@sub.example.org", false)]
    public async Task UNI_14_sign_in_lock_code_reset_and_registration_know_an_address_by_one_rule(string spelling, bool same)
    {
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var email = await server.NewUserAsync();
        var spelt = spelling == "UPPER"
            ? email.ToUpperInvariant()
            : string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, email, email[1..], email.Split('@')[0]);

        var login = await app.TryLoginAsync(spelt, StandardServer.Password);
        Assert.Equal(same, login.Status == HttpStatusCode.OK);
        (await app.PostAsync("otp/request", new { email = spelt, channel = "email" })).Is(HttpStatusCode.Accepted);
        (await app.PostAsync("password/forgot", new { email = spelt })).Is(HttpStatusCode.Accepted);
        if (same)
        {
            var first = await mail.NextAsync(email);
            var second = await mail.NextAsync(email);
            var answers = new List<HttpStatusCode>();
            foreach (var code in new[] { first.Code, second.Code })
            {
                answers.Add((await app.PostAsync("otp/verify", new { email, code, client_id = app.ClientId })).Status);
                answers.Add((await app.PostAsync("password/forgot/verify", new { email, code })).Status);
            }

            Assert.Equal(2, answers.Count(a => a == HttpStatusCode.OK)); // each code where it belongs
        }

        for (var i = 0; i < 6; i++)
            await app.TryLoginAsync(spelt, $"Wrong-Horse-{i}");
        Assert.Equal(same ? "locked" : null, (await app.TryLoginAsync(email, StandardServer.Password))["code"]);

        await app.PostAsync("register", new { email = spelt, password = StandardServer.Password, full_name = "Bob" });
        Assert.Equal(same ? 0L : 1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", spelt.Trim())
            - (spelt.Trim() == email ? 1 : 0));
    }
}
