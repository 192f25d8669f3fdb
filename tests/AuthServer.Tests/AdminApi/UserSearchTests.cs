using System.Net;
using System.Security.Cryptography;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>People are found by whatever is known of them, page by page, in any order.</summary>
[Collection(AccountCollection.Name)]
public sealed class UserSearchTests(AccountServer server)
{
    private readonly string _mark = "q" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));

    [Theory]
    [InlineData("begin-{0}", "{0}")]
    [InlineData("{0}-end", "{0}")]
    [InlineData("{0}", "{0}@EXAMPLE.org")]
    [InlineData("x{0}y", "X{0}Y")]
    public async Task Piece_of_an_address_finds_it_in_any_case(string local, string text)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        var email = $"{string.Format(null, local, _mark)}@example.org";
        await AddAsync(email);
        Assert.Equal([email], await FoundAsync(admin, $"users?q={Uri.EscapeDataString(string.Format(null, text, _mark))}"));
    }

    [Theory]
    [InlineData("Ünal {0} ÖZTÜRK", "ünal {0} öz")]
    [InlineData("Ada 100%_{0}", "100%_{0}")]
    [InlineData("O'Brien {0}", "o'brien {0}")]
    public async Task Piece_of_a_name_finds_its_person(string name, string text)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        await AddAsync($"{_mark}@example.org", string.Format(null, name, _mark));
        Assert.Equal(
            [$"{_mark}@example.org"], await FoundAsync(admin, $"users?q={Uri.EscapeDataString(string.Format(null, text, _mark))}"));
    }

    [Theory]
    [InlineData("+44 7009 {0}")]
    [InlineData("07009 {0}")]
    [InlineData("7009{0}")]
    [InlineData("(0)7009-{0}")]
    public async Task Number_is_found_however_it_is_written(string text)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        var end = $"{RandomNumberGenerator.GetInt32(1_000_000):000000}";
        await AddAsync($"{_mark}@example.org");
        await server.ExecuteAsync("UPDATE users SET phone_number = $2 WHERE email = $1", $"{_mark}@example.org", $"+447009{end}");
        Assert.Contains(
            $"{_mark}@example.org", await FoundAsync(admin, $"users?limit=200&q={Uri.EscapeDataString(string.Format(null, text, end))}"));
    }

    [Fact]
    public async Task Id_finds_its_person_and_so_does_another_spelling_of_the_address()
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        var made = await MakeAsync($"{_mark}@exämple.org");
        Assert.Equal([$"{_mark}@exämple.org"], await FoundAsync(admin, $"users?q={made}"));
        Assert.Equal([$"{_mark}@exämple.org"], await FoundAsync(admin, $"users?q={_mark}@xn--exmple-cua.org"));
    }

    [Fact]
    public async Task One_or_two_characters_are_a_beginning()
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        await AddAsync($"{_mark}@example.org", "℥x");
        await AddAsync($"2{_mark}@example.org", "x℥");
        Assert.Equal([$"{_mark}@example.org"], await FoundAsync(admin, "users?q=" + Uri.EscapeDataString("℥")));
        await server.ExecuteAsync("UPDATE users SET name = NULL WHERE name LIKE '%℥%'");
    }

    [Theory]
    [InlineData("-created_at")]
    [InlineData("created_at")]
    [InlineData("email")]
    [InlineData("-email")]
    [InlineData("name")]
    [InlineData("-name")]
    public async Task Pages_give_everybody_once_and_in_order(string sort)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        var emails = Enumerable.Range(0, 9).Select(i => $"{(char)('i' - i)}{_mark}@example.org").ToArray();
        foreach (var (email, i) in emails.Select((e, i) => (e, i)))
            await AddAsync(email, i % 3 == 0 ? null : i % 2 == 0 ? "same" : $"Name {i}"); // equals, and none

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await admin.GetAsync($"users?q={_mark}&limit=2&sort={sort}&cursor={cursor}")).Is(HttpStatusCode.OK);
            found.AddRange(EmailsOf(page));
            cursor = page["next_cursor"];
            if (page.Json.GetProperty("next_cursor").ValueKind == System.Text.Json.JsonValueKind.Null)
                break;
        }
        while (found.Count < 20);

        Assert.Equal(emails.Order(), found.Order());
        if (sort.EndsWith("email", StringComparison.Ordinal))
            Assert.Equal(sort[0] == '-' ? emails.OrderDescending() : emails.Order(), found);
        if (sort.EndsWith("created_at", StringComparison.Ordinal))
            Assert.Equal(sort[0] == '-' ? emails.Reverse() : emails, found);
        if (sort == "name") // who has none comes first
            Assert.Equal(["c", "f", "i"], found.Take(3).Select(e => e[..1]).Order());
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        await AddAsync($"a{_mark}@example.org");
        await AddAsync($"b{_mark}@example.org", roles: "supplier");
        await server.ExecuteAsync("UPDATE users SET email_verified = false WHERE email = $1", $"a{_mark}@example.org");
        await server.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE email = $1", $"b{_mark}@example.org");
        foreach (var filter in new[] { "role=supplier", "locked=true", "verified=true" })
            Assert.Equal([$"b{_mark}@example.org"], await FoundAsync(admin, $"users?q={_mark}&{filter}"));
        foreach (var filter in new[] { "locked=false", "verified=false" })
            Assert.Equal([$"a{_mark}@example.org"], await FoundAsync(admin, $"users?q={_mark}&{filter}"));
        Assert.Contains($"b{_mark}@example.org", await FoundAsync(admin, "users?role=supplier&locked=true&limit=200"));
        Assert.Empty(await FoundAsync(admin, "users?role=nobody"));
        (await admin.GetAsync("users?locked=perhaps")).Blames("locked");
    }

    [Theory]
    [InlineData("sort=password_hash", "sort")]
    [InlineData("sort=email;DROP TABLE users", "sort")]
    [InlineData("sort=(select 1)", "sort")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=1e9", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=WyItY3JlYXRlZF9hdCIsMV0", "cursor")]
    public async Task ADM_21_Parameters_of_lists_are_never_sql(string query, string member)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        (await admin.GetAsync($"users?{query.Replace(" ", "%20", StringComparison.Ordinal)}")).Blames(member);
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("%'; DELETE FROM users; --")]
    [InlineData("%")]
    [InlineData("_____")]
    [InlineData("\\")]
    public async Task ADM_21_What_is_searched_for_is_text_and_nothing_else(string text)
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        await AddAsync($"{_mark}@example.org");
        Assert.DoesNotContain($"{_mark}@example.org", await FoundAsync(admin, "users?limit=200&q=" + Uri.EscapeDataString(text)));
        Assert.Equal([$"{_mark}@example.org"], await FoundAsync(admin, $"users?q={_mark}"));
    }

    [Fact]
    public async Task ADM_21_Cursor_that_somebody_made_up_shows_what_the_list_shows()
    {
        using var admin = await Administrator.NewAsync(server, "admin.read");
        foreach (var value in new[] { "x", "' OR 1=1", "9999-99-99", "-infinity" })
        {
            var made = System.Buffers.Text.Base64Url.EncodeToString(
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes<string[]>(["-created_at", value, Guid.Empty.ToString()]));
            (await admin.GetAsync($"users?limit=1&cursor={made}")).Is(HttpStatusCode.OK);
        }
    }

    private static IEnumerable<string> EmailsOf(Reply page) =>
        page.Json.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("email").GetString()!);

    private static async Task<IReadOnlyList<string>> FoundAsync(Administrator admin, string path) =>
        [.. EmailsOf((await admin.GetAsync(path)).Is(HttpStatusCode.OK))];

    private async Task<Guid> MakeAsync(string email)
    {
        using var owner = await Administrator.NewAsync(server);
        return Guid.Parse((await owner.PostAsync("users", new { email })).Is(HttpStatusCode.Created)["id"]!);
    }

    private async Task AddAsync(string email, string? name = null, params string[] roles)
    {
        var made = await server.NewUserAsync(roles);
        await server.ExecuteAsync(
            "UPDATE users SET email = $2, normalized_email = $2, user_name = $2, normalized_user_name = $2, name = nullif($3, '') WHERE email = $1",
            made, email, name ?? "");
    }
}
