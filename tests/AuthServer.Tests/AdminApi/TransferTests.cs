using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>Accounts that come from another system, with the passwords that people have there, and go to another.</summary>
[Collection(AccountCollection.Name)]
public sealed class TransferTests(AccountServer server)
{
    [Theory]
    [InlineData("$2b$10$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO/S")]
    [InlineData("pbkdf2_sha256$260000$seasalt$h41maA3oswRYg9zT/PDRE3b3y9yb1z4fIaP4orelNic=")]
    [InlineData("scrypt$seasalt$16384$8$1$zkwjBd4h+vbgGeTdTX5aIuGWL3CGEqljozf+99P+A8bOd6C2wBdbK1I0oeHZODIsz/IQ7NKx4hQwpSzPqQmA9A==")]
    [InlineData("AAABAgMEBQYHCAkKCwwNDg8do1aAyipyRP6t2MytfRfFLrypXEbR08bQ2Axt7Q9ufA==")]
    [InlineData("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg/Jox3jpGvbXqNNlxQ+kXv7ZumwPps+3uzQ0nBFVLtfuQ==")]
    public async Task Person_signs_in_with_the_password_they_had_and_has_a_hash_of_ours_from_then_on(string hash)
    {
        using var admin = await Administrator.NewAsync(server);
        using var app = server.NewApp();
        var (id, email) = (Guid.CreateVersion7(), NewAddress());
        var reports = await ImportAsync(admin, Line(new { id, email, email_verified = true, password_hash = hash, roles = new List<string> { "user" } }));
        Assert.Equal(1, reports[^1].GetProperty("created").GetInt32());
        Assert.Equal(id, await server.IdOfAsync(email));

        (await app.TryLoginAsync(email, "Wrong-Horse-7")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal(hash, await HashOfAsync(id));
        await app.LoginAsync(email, "Correct-Horse-7");
        Assert.NotEqual(hash, await HashOfAsync(id));
        await app.LoginAsync(email, "Correct-Horse-7");
    }

    [Fact]
    public async Task ADM_16_Lines_are_judged_one_by_one_and_what_is_refused_is_told_with_every_reason()
    {
        using var admin = await Administrator.NewAsync(server);
        var (good, taken) = (NewAddress(), await server.NewUserAsync());
        var reports = await ImportAsync(
            admin,
            Line(new { email = good, name = "=cmd|' /C calc'!A0 <script>alert(1)</script>" }),
            "",
            "{ not json",
            Line(new { email = NewAddress(), roles = new List<string> { "admin" } }),
            Line(new { email = NewAddress(), roles = new List<string> { "nobody" }, pasword_hash = "x", phone_number = "call me" }),
            Line(new { email = NewAddress(), password_hash = "$2b$31$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO/S" }),
            Line(new { email = taken, name = "Somebody Else" }),
            "{\"email\":\"" + new string('x', 70_000) + "\"}",
            Line(new { email = NewAddress(), password = "Correct-Horse-7" }));

        var end = reports[^1];
        Assert.Equal((1, 1, 6, 9), (Number("created"), Number("existing"), Number("refused"), Number("line")));
        var refused = reports.SelectMany(r => r.GetProperty("refused_lines").EnumerateArray()).ToDictionary(
            l => l.GetProperty("line").GetInt32(),
            l => l.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("member").GetString()).ToHashSet());
        Assert.Equal([3, 4, 5, 6, 8, 9], refused.Keys.Order());
        Assert.Equal(["roles"], refused[4]);
        Assert.Equal(["pasword_hash", "phone_number", "roles"], refused[5].Order());
        Assert.Equal(["password_hash"], refused[6]);
        Assert.Equal("Ada Example", await server.ScalarAsync<string>("SELECT name FROM users WHERE email = $1", taken));

        int Number(string member) => end.GetProperty(member).GetInt32();
    }

    [Fact]
    public async Task Import_that_was_interrupted_goes_on_where_it_was()
    {
        using var admin = await Administrator.NewAsync(server);
        var lines = Enumerable.Range(0, 1200).Select(_ => Line(new { email = NewAddress(), email_verified = true })).ToArray();
        var first = await ImportAsync(admin, lines[..700]);
        Assert.Equal([500, 700], first.Select(r => r.GetProperty("line").GetInt32()));

        var skipped = (await ImportFromAsync(admin, 500, lines))[^1];
        Assert.Equal((500, 200), (skipped.GetProperty("created").GetInt32(), skipped.GetProperty("existing").GetInt32()));
        var again = (await ImportAsync(admin, lines))[^1];
        Assert.Equal((0, 1200), (again.GetProperty("created").GetInt32(), again.GetProperty("existing").GetInt32()));
    }

    [Fact]
    public async Task What_goes_out_comes_in_again()
    {
        using var admin = await Administrator.NewAsync(server);
        var email = await server.NewUserAsync("user");
        var id = await server.IdOfAsync(email);
        Assert.DoesNotContain("password_hash", await LineOfAsync("users/export"), StringComparison.Ordinal);

        var line = await LineOfAsync("users/export?password_hashes=true");
        var hash = await HashOfAsync(id);
        await server.ExecuteAsync("DELETE FROM users WHERE id = $1", id);
        Assert.Equal(1, (await ImportAsync(admin, line))[^1].GetProperty("created").GetInt32());
        Assert.Equal(hash, await HashOfAsync(id));
        using var app = server.NewApp();
        await app.LoginAsync(email, StandardServer.Password);

        async Task<string> LineOfAsync(string path) => (await admin.SendAsync(HttpMethod.Get, path)).Is(HttpStatusCode.OK)
            .Text.Split('\n').Single(l => l.Contains(email, StringComparison.Ordinal));
    }

    private static string NewAddress() => $"i{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";

    private static string Line(object account) => JsonSerializer.Serialize(account);

    private Task<string> HashOfAsync(Guid id) => server.ScalarAsync<string>("SELECT password_hash FROM users WHERE id = $1", id);

    private Task<IReadOnlyList<JsonElement>> ImportAsync(Administrator admin, params string[] lines) => ImportFromAsync(admin, 0, lines);

    private async Task<IReadOnlyList<JsonElement>> ImportFromAsync(Administrator admin, int skip, string[] lines)
    {
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/admin/users/import?skip={skip}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", admin.Token);
        request.Content = new StringContent(string.Join('\n', lines), Encoding.UTF8);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var reply = (await channel.SendAsync(request)).Is(HttpStatusCode.OK);
        return [.. reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
