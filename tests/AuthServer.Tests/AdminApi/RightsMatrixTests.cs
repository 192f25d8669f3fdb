using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AuthServer.AdminApi;
using AuthServer.Core.Users;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>
/// ADM-01, ADM-09: every call × every kind of administrator, made from the description of the API, which is made from the
/// routes. The table of docs/administration.md says what is to be.
/// </summary>
[Collection(AccountCollection.Name)]
public sealed partial class RightsMatrixTests(AccountServer server)
{
    private static readonly string[] Roles = ["admin", "admin.read", "admin.support", "admin.clients", "admin.security"];

    [Fact]
    public async Task ADM_11_Every_call_names_a_right_and_maybe_a_recent_sign_in_and_the_written_table_names_the_same()
    {
        var calls = await CallsAsync();
        var page = await File.ReadAllLinesAsync(Repository.PathOf("docs", "administration.md"));
        var written = page.Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Contains("/api/admin", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Select(c => $"{c[1].Trim('`')} {c[2]}").Order().ToList();
        Assert.Equal(written, calls.Select(c => $"{c.Method} {c.Path} {c.Right}{(c.Recently ? ", recently" : "")}").Order());
    }

    [Fact]
    public async Task ADM_01_Every_call_lets_in_who_has_its_right_and_nobody_else()
    {
        using var channel = server.NewBackChannel();
        var tokens = new Dictionary<string, string>();
        foreach (var role in Roles)
        {
            using var person = await Person.NewAsync(server, role);
            tokens[role] = (await person.TokensAsync("admin-console", ("scope", $"openid {role}")))["access_token"]!;
        }

        using (var nobody = await Person.NewAsync(server))
            tokens["user"] = (await nobody.TokensAsync("admin-console", ("scope", "openid admin admin.read")))["access_token"]!;

        var wrong = new List<string>();
        foreach (var (method, path, right, _) in await CallsAsync())
        {
            foreach (var (role, token) in tokens)
            {
                var status = (await SendAsync(channel, method, path, token)).Status;
                var isLetIn = AdministratorRoles.RightsOf(role).HasFlag(Enum.Parse<AdminRights>(right, ignoreCase: true));
                // Whoever is let in names nothing that is there, or sends nothing that makes sense.
                if (isLetIn ? status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError
                    : status != HttpStatusCode.Forbidden)
                    wrong.Add($"{method} {path} as {role}: {status}");
            }

            if ((await SendAsync(channel, method, path, null)).Status != HttpStatusCode.Unauthorized)
                wrong.Add($"{method} {path} as nobody");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task RTK_31_Token_for_another_api_and_one_that_gives_no_access_open_nothing()
    {
        using var person = await Person.NewAsync(server, "admin");
        var tokens = await person.TokensAsync("admin-console", ("scope", "openid admin"));
        using var desk = new Desk(server);
        var other = (await desk.Channel.TokenAsync(
            StandardServer.Login("machine"), ("grant_type", "client_credentials"), ("resource", StandardServer.OrdersApi)))["access_token"]!;
        using var channel = server.NewBackChannel();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(channel, "GET", "/api/admin/users", tokens["access_token"])).Status);
        foreach (var token in new[] { tokens["id_token"]!, other })
            (await SendAsync(channel, "GET", "/api/admin/users", token)).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Token_with_less_than_the_role_does_less()
    {
        using var person = await Person.NewAsync(server, "admin");
        var token = (await person.TokensAsync("admin-console", ("scope", "openid admin.read")))["access_token"]!;
        using var channel = server.NewBackChannel();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(channel, "GET", "/api/admin/registration-tokens", token)).Status);
        (await SendAsync(channel, "POST", "/api/admin/registration-tokens", token))
            .IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    private static async Task<Reply> SendAsync(BackChannel channel, string method, string path, string? token)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), Place().Replace(path, "00000000-0000-0000-0000-000000000001"));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("""{"nonsense":[]}""", Encoding.UTF8, "application/json");
        return await channel.SendAsync(request);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();

    private async Task<IReadOnlyList<(string Method, string Path, string Right, bool Recently)>> CallsAsync()
    {
        using var channel = server.NewBackChannel();
        return
        [
            .. from path in (await channel.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
               where path.Name.StartsWith("/api/admin", StringComparison.Ordinal)
               from operation in path.Value.EnumerateObject()
               select (operation.Name.ToUpperInvariant(), path.Name,
                   operation.Value.TryGetProperty(AdminDescription.Right, out var right) ? right.GetString()! : "none", // the test fails on it
                   operation.Value.TryGetProperty(AdminDescription.Recently, out _)),
        ];
    }
}
