using System.Buffers.Text;
using System.Net;
using System.Text;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>What can be used is not stored, and what is not exactly itself cannot be used.</summary>
[Collection(TokenServer.Name)]
public sealed class TokenStorageTests(StandardServer server)
{
    [Fact]
    public async Task RTK_13_nothing_that_was_given_out_stands_in_the_database_or_the_log()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var given = new List<string>();
        foreach (var client in new[] { "trusted", "opaque", "spa" })
        {
            given.Add(await ada.CodeAsync(client));
            var tokens = await desk.RedeemAsync(client, given[^1]);
            var next = await desk.RefreshAsync(client, tokens["refresh_token"]!);
            foreach (var kind in new[] { "access_token", "refresh_token", "id_token" })
                given.AddRange([tokens[kind]!, next[kind]!]);
            await desk.RevokeAsync(client, next["access_token"]!);
        }

        var (dump, log) = (await DumpAsync(), server.Node.Log);
        // The search finds what is there.
        Assert.Contains(ada.Email, dump, StringComparison.Ordinal);
        foreach (var secret in given)
        {
            // A part is enough: the end of a JWT is its signature, of the others the tag or the MAC.
            var tail = secret[^24..];
            Assert.DoesNotContain(tail, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(tail, log, StringComparison.Ordinal);
            if (secret.Contains('.', StringComparison.Ordinal))
                continue;
            var bytes = Convert.ToHexStringLower(Base64Url.DecodeFromChars(secret)[^16..]);
            Assert.DoesNotContain(bytes, dump, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task RTK_12_token_in_any_other_spelling_is_refused_everywhere()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var tokens = await ada.TokensAsync("opaque");
        var (access, refresh) = (tokens["access_token"]!, tokens["refresh_token"]!);
        foreach (var spelled in Spellings(access))
        {
            Outcome.Off(await desk.IntrospectAsync("watcher", spelled));
            Outcome.Off(await desk.IntrospectAsync("opaque", spelled));
            Assert.Equal(HttpStatusCode.OK, (await desk.RevokeAsync("opaque", spelled)).Status);
            if (!spelled.AsSpan().ContainsAny(' ', '='))
                Outcome.RS401(await desk.UserInfoAsync(spelled));
        }

        foreach (var spelled in Spellings(refresh))
        {
            Outcome.T400(await desk.RefreshAsync("opaque", spelled), "invalid_grant");
            Outcome.Off(await desk.IntrospectAsync("opaque", spelled));
            Assert.Equal(HttpStatusCode.OK, (await desk.RevokeAsync("opaque", spelled)).Status);
        }

        // Revoking what looks alike revoked nothing.
        Assert.True(await desk.IsActiveAsync(access));
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("opaque", refresh)).Status);
    }

    private static IEnumerable<string> Spellings(string token)
    {
        var lower = token.AsSpan().IndexOfAnyInRange('a', 'z');
        string[] all =
        [
            token[..^1], token[1..], token[..^4], token[..(token.Length / 2)],
            token + "A", token + "=", token + "==", token + " ", " " + token, token.ToUpperInvariant(), token.ToLowerInvariant(), token.Replace('-', '+').Replace('_', '/'),
            token[..lower] + char.ToUpperInvariant(token[lower]) + token[(lower + 1)..], token + "." + token,
        ];
        return all.Where(s => s != token);
    }

    /// <summary>Every row of every table as text; bytes show in hexadecimal.</summary>
    private async Task<string> DumpAsync()
    {
        var tables = new List<string>();
        const string sql = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'";
        await using (var names = server.Database.CreateCommand(sql))
        await using (var row = await names.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
                tables.Add(row.GetString(0));
        }

        Assert.Contains("authorizations", tables);
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = server.Database.CreateCommand($"SELECT t::text FROM {table} t");
            await using var row = await rows.ExecuteReaderAsync();
            while (await row.ReadAsync())
                dump.AppendLine(row.GetString(0));
        }

        return dump.ToString();
    }
}
