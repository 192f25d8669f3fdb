using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section UNI: one name in many spellings, many names that look like one.</summary>
public sealed class SpellingTests(SpellingServer server) : IClassFixture<SpellingServer>
{
    [Fact]
    public async Task UNI_01_address_in_another_case_is_the_same_account()
    {
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var name = $"Victim{Guid.CreateVersion7():N}"[..20];
        var typed = $"{name}@Example.COM";
        (await RegisterAsync(app, typed)).Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(typed.ToUpperInvariant(), (await mail.NextAsync(typed)).Code)).Is(HttpStatusCode.OK);

        (await RegisterAsync(app, typed.ToLowerInvariant())).Is(HttpStatusCode.Accepted);
        (await RegisterAsync(app, typed.ToUpperInvariant())).Is(HttpStatusCode.Accepted);
        Assert.Equal(1L, await CountAsync(typed.ToLowerInvariant()));
        Assert.Equal(typed, await server.ScalarAsync<string>(
            "SELECT email FROM users WHERE normalized_email = $1", typed.ToLowerInvariant()));
        var login = await app.LoginAsync(typed.ToLowerInvariant(), StandardServer.Password);
        Assert.Equal(typed, (await app.UserInfoAsync(login["access_token"]!))["email"]);
    }

    [Theory]
    [InlineData("iris", "IRIS")]
    [InlineData("iris", "İRIS", false)] // the Turkish capital has a dot of its own
    [InlineData("iris", "\u0131ris", false)] // the dotless i
    [InlineData("kim", "\u212Aim")] // the Kelvin sign
    [InlineData("sam", "\u017Fam")] // the long s
    [InlineData("office", "o\uFB03ce")] // a ligature
    [InlineData("ada", "\uFF41\uFF44\uFF41")] // full width
    [InlineData("straße", "STRA\u1E9EE")]
    [InlineData("straße", "strasse", false)]
    public async Task UNI_02_letters_fold_alike_in_every_language_of_the_machine(string local, string spelt, bool same = true)
    {
        var email = await server.NewUserAtAsync(local, "example.org");
        var spelling = spelt + email[local.Length..];
        foreach (var node in server.Nodes)
        {
            using var door = SignInDoor.Of("api", node.Address);
            Assert.Equal(same ? Said.In : Said.Refused, await door.TryAsync(spelling, StandardServer.Password));
            Assert.Equal(Said.In, await door.TryAsync(email, StandardServer.Password));
        }
    }

    [Theory]
    [InlineData("\u0430dmin@example.org")] // a Cyrillic a
    [InlineData("admin@ex\u0430mple.org")]
    [InlineData("p\u03B1ul@example.org")] // a Greek alpha
    [InlineData("\u13A1adio@example.org")] // a Cherokee e
    public Task UNI_03_word_of_two_scripts_is_refused(string email) => RefusedAsync(email);

    [Theory]
    [InlineData("ad\u200Ba@example.org")]
    [InlineData("ad\u200Da@example.org")]
    [InlineData("ad\u00ADa@example.org")]
    [InlineData("ad\u202Ea@example.org")]
    [InlineData("ad\u2066a@example.org")]
    [InlineData("ada\u00A0@example.org")]
    [InlineData("ada\t@example.org")]
    [InlineData("ada@example.org.")]
    [InlineData("ada.@example.org")]
    [InlineData("ada@exam\u200Bple.org")]
    [InlineData("ada\uFEFF@example.org")]
    public Task UNI_04_what_nobody_sees_is_refused(string email) => RefusedAsync(email);

    [Fact]
    public async Task UNI_04_space_around_an_address_does_not_count()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        foreach (var spelling in new[] { $" {email}", $"{email} ", $"\t{email}\u00A0", $"\r\n{email}\n" })
        {
            await app.LoginAsync(spelling, StandardServer.Password);
            (await RegisterAsync(app, spelling)).Is(HttpStatusCode.Accepted);
        }

        Assert.Equal(1L, await CountAsync(email));
    }

    [Fact]
    public async Task UNI_05_tags_and_dots_make_other_addresses_and_mail_goes_where_it_was_asked_for()
    {
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var local = $"ada{Guid.CreateVersion7():N}"[..20];
        var addresses = new[] { $"{local}@gmail.com", $"{local}+shop@gmail.com", $"a.{local[1..]}@gmail.com" };
        foreach (var address in addresses)
        {
            (await RegisterAsync(app, address)).Is(HttpStatusCode.Accepted);
            (await app.VerifyAsync(address, (await mail.NextAsync(address)).Code)).Is(HttpStatusCode.OK);
        }

        foreach (var address in addresses)
            Assert.Equal(1L, await CountAsync(address));
    }

    [Fact]
    public async Task UNI_06_both_forms_of_an_international_domain_are_one()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAtAsync("ada", "xn--exmple-cua.org");
        var local = email.Split('@')[0];
        foreach (var domain in new[] { "exämple.org", "EXÄMPLE.ORG", "xn--exmple-cua.org", "XN--EXMPLE-CUA.org", "exa\u0308mple.org" })
            await app.LoginAsync($"{local}@{domain}", StandardServer.Password);
        (await app.TryLoginAsync($"{local}@example.org", StandardServer.Password))
            .IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Theory]
    [InlineData("\"a b\"@example.org")]
    [InlineData("\"ada@evil.example\"@example.org")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("ada@[IPv6:::1]")]
    [InlineData("(x)ada@example.org")]
    [InlineData("ada(x)@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org, bob@example.org")]
    [InlineData("ada@evil.example@example.org")]
    [InlineData("ada@example.org\r\nBcc: bob@example.org")]
    [InlineData("ada@example.org\u0001")]
    [InlineData("ada\nbob@example.org")]
    public Task UNI_07_address_that_parsers_read_differently_is_refused(string email) => RefusedAsync(email);

    [Fact]
    public Task UNI_07_address_longer_than_mail_allows_is_refused() =>
        RefusedAsync(new string('a', 64) + "@" + string.Join('.', Enumerable.Repeat(new string('b', 50), 5)) + ".example");

    [Fact]
    public async Task UNI_08_one_address_registered_many_times_at_once_on_three_nodes_is_one_account()
    {
        var name = $"race{Guid.CreateVersion7():N}"[..20];
        var apps = server.Nodes.Select(n => new AppChannel(n.Address, PasswordServer.FirstParty)).ToList();
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var spelling = string.Concat(name.Select((c, at) => ((i >> (at % 5)) & 1) == 1 ? char.ToUpperInvariant(c) : c));
            return RegisterAsync(apps[i % apps.Count], $"{spelling}@example.org");
        }));

        Assert.All(replies, r => Assert.Equal(HttpStatusCode.Accepted, r.Status));
        Assert.Equal(1L, await CountAsync($"{name}@example.org"));
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE lower(email) = $1", $"{name}@example.org"));
        apps.ForEach(a => a.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("root")]
    [InlineData("postmaster")]
    [InlineData("con")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("..@example.org")]
    [InlineData("../x@example.org")]
    [InlineData("@")]
    public Task UNI_10_reserved_name_is_no_login_name(string name) => RefusedAsync(name);

    private static Task<Reply> RegisterAsync(AppChannel app, string email) =>
        app.PostAsync("register", new { email, password = StandardServer.Password, full_name = "Ursula Lovelace" });

    private Task<long> CountAsync(string key) =>
        server.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", key);

    private async Task RefusedAsync(string email)
    {
        using var app = server.NewApp();
        var users = await server.ScalarAsync<long>("SELECT count(*) FROM users");
        (await RegisterAsync(app, email)).Blames("email");
        Assert.Equal(users, await server.ScalarAsync<long>("SELECT count(*) FROM users"));
        (await RegisterAsync(app, PasswordServer.Nobody())).Is(HttpStatusCode.Accepted);
    }
}
