using System.Net;
using System.Security.Cryptography;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: codes, links and reset tokens, and what they are good for.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryTokenTests(AccountServer server)
{
    [Fact]
    public async Task REC_03_token_works_once_also_for_twenty_at_a_time()
    {
        using var ada = await Owner.NewAsync(server);
        var token = await ada.ResetTokenAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
            (Password: $"Better-Horse-{n}", Reply: await ada.ResetAsync(token, $"Better-Horse-{n}"))));

        var winner = Assert.Single(tries, t => t.Reply.Status == HttpStatusCode.NoContent);
        Assert.All(
            tries.Where(t => t != winner), t => t.Reply.IsDeadToken());
        (await ada.ResetAsync(token)).IsDeadToken();
        Assert.Equal([MessageKind.ResetPassword, MessageKind.PasswordChanged], await ada.MessagesAsync());
        Assert.True(await ada.CanSignInAsync(winner.Password));
    }

    [Fact]
    public async Task REC_03_code_and_link_of_one_mail_are_one_and_the_code_is_exchanged_once()
    {
        using var ada = await Owner.NewAsync(server);
        var letter = await ada.AskedAsync("password/forgot");
        var tries = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ada.ExchangeAsync(letter.Code)));
        var token = Assert.Single(tries, t => t.Status == HttpStatusCode.OK)["reset_token"];
        Assert.All(
            tries.Where(t => t.Status != HttpStatusCode.OK), t => t.IsWrongCode());
        (await ada.ResetAsync(Owner.TokenOf(letter))).IsDeadToken();
        (await ada.ResetAsync(token)).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task REC_03_newer_code_kills_the_older_and_all_that_came_of_it()
    {
        using var ada = await Owner.NewAsync(server);
        var first = await ada.AskedAsync("password/forgot");
        await ada.CoolAsync();
        var second = await ada.AskedAsync("password/forgot/resend");
        (await ada.ResetAsync(Owner.TokenOf(first))).IsDeadToken();
        (await ada.ExchangeAsync(first.Code)).IsWrongCode();

        var exchanged = (await ada.ExchangeAsync(second.Code)).Is(HttpStatusCode.OK)["reset_token"];
        await ada.CoolAsync();
        var third = await ada.AskedAsync("password/forgot");
        (await ada.ResetAsync(exchanged)).IsDeadToken();
        (await ada.ResetAsync(Owner.TokenOf(third))).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("the password is changed")]
    [InlineData("the address is changed")]
    [InlineData("a quarter of an hour passes")]
    public async Task REC_03_token_is_dead_when(string happens)
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        var link = Owner.TokenOf(await ada.AskedAsync("password/forgot"));
        using var grace = await Owner.NewAsync(server);
        var control = Owner.TokenOf(await grace.AskedAsync("password/forgot"));

        var password = StandardServer.Password;
        switch (happens)
        {
            case "the password is changed":
                var change = new { current_password = StandardServer.Password, new_password = password = "Other-Horse-9" };
                (await app.PostAsync("password/change", change)).Is(HttpStatusCode.NoContent);
                break;
            case "the address is changed":
                await ChangeEmailAsync(ada, app);
                break;
            default:
                await ada.PassAsync(TimeSpan.FromMinutes(15));
                break;
        }

        (await ada.ResetAsync(link)).IsDeadToken();
        Assert.Equal(happens != "the address is changed", await ada.CanSignInAsync(password));
        Assert.False(await ada.CanSignInAsync(Owner.NewPassword));
        (await grace.ResetAsync(control)).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task REC_03_code_is_dead_after_ten_minutes_and_a_refused_password_spends_nothing()
    {
        using var ada = await Owner.NewAsync(server);
        var letter = await ada.AskedAsync("password/forgot");
        await ada.PassAsync(TimeSpan.FromMinutes(10));
        (await ada.ExchangeAsync(letter.Code)).IsWrongCode();

        var next = await ada.AskedAsync("password/forgot");
        (await ada.ResetAsync(Owner.TokenOf(next), "short")).Blames("password");
        (await ada.ResetAsync(Owner.TokenOf(next), "Password-123456")).Blames("password");
        (await ada.ResetAsync(Owner.TokenOf(next))).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task REC_04_token_alone_says_whose_password_it_is()
    {
        using var ada = await Owner.NewAsync(server);
        using var victim = await Owner.NewAsync(server);
        var victimId = await server.IdOfAsync(victim.Email);
        var letter = await ada.AskedAsync("password/forgot");
        var forged = await ada.App.PostAsync("password/forgot/verify", new { email = victim.Email, code = letter.Code });
        forged.IsWrongCode();

        var reset = await ada.App.PostAsync("password/reset?email=" + victim.Email + "&user_id=" + victimId, new
        {
            reset_token = Owner.TokenOf(letter),
            password = Owner.NewPassword,
            email = victim.Email,
            user_id = victimId,
            id = victimId,
            username = victim.Email,
        });
        reset.Is(HttpStatusCode.NoContent);
        Assert.False(await victim.CanSignInAsync(Owner.NewPassword));
        Assert.True(await victim.CanSignInAsync(StandardServer.Password));
        Assert.True(await ada.CanSignInAsync(Owner.NewPassword));
        Assert.Empty(await victim.MessagesAsync());
    }

    [Fact]
    public async Task REC_06_nobody_skips_the_mail()
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        (await ada.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
        (await ada.App.PostAsync("password/reset", new { email = ada.Email, password = Owner.NewPassword })).Blames("reset_token");
        (await ada.App.PostAsync("password/reset", new { reset_token = (string?)null, password = Owner.NewPassword })).Blames("reset_token");
        foreach (var token in new[]
        {
            " ", "null", "undefined", "0", "true", ada.Email, (await server.IdOfAsync(ada.Email)).ToString(), app.AccessToken,
            app.RefreshToken, new string('A', 43), "' OR '1'='1", "%",
        })
        {
            (await ada.ResetAsync(token)).IsDeadToken();
        }

        // A wrong code leads nowhere, also after the right one was sent.
        var letter = await ada.NextLetterAsync();
        var wrong = (await ada.ExchangeAsync(letter.Code == "000000" ? "000001" : "000000"));
        wrong.IsWrongCode();
        Assert.DoesNotContain("reset_token", wrong.Text, StringComparison.Ordinal);
        (await app.GetAsync("profile")).Is(HttpStatusCode.OK);
        (await ada.ResetAsync(Owner.TokenOf(letter))).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task REC_11_token_is_long_hashed_at_rest_and_in_no_log()
    {
        using var ada = await Owner.NewAsync(server);
        var letter = await ada.AskedAsync("password/forgot");
        var (token, id) = (Owner.TokenOf(letter), await server.IdOfAsync(ada.Email));
        Assert.Equal(43, token.Length); // 256 bits
        await using (var row = server.Database.CreateCommand("SELECT code_hash, link_hash FROM one_time_codes WHERE user_id = $1"))
        {
            row.Parameters.AddWithValue(id);
            await using var hashes = await row.ExecuteReaderAsync();
            Assert.True(await hashes.ReadAsync());
            // There are few codes: without a key, their hash would tell which it is.
            Assert.NotEqual(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(letter.Code)), hashes.GetFieldValue<byte[]>(0));
            Assert.Equal(32, hashes.GetFieldValue<byte[]>(1).Length);
        }

        var exchanged = (await ada.ExchangeAsync(letter.Code))["reset_token"]!;
        var guesses = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => ada.ResetAsync(
            System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))));
        Assert.All(guesses, g => g.IsDeadToken());

        foreach (var secret in new[] { token, exchanged })
        {
            Assert.Equal("", await TablesWithAsync(secret));
            Assert.DoesNotContain(secret, server.Node.Log, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch($@"\b{letter.Code}\b", server.Node.Log);
        Assert.Contains("users", await TablesWithAsync(ada.Email), StringComparison.Ordinal); // the search finds what is there
        (await ada.ResetAsync(exchanged)).Is(HttpStatusCode.NoContent);
        Assert.DoesNotContain(Owner.NewPassword, server.Node.Log, StringComparison.Ordinal);
    }

    /// <summary>Changes the address to a new one.</summary>
    internal static async Task<string> ChangeEmailAsync(Owner owner, SignedInApp app)
    {
        var email = Owner.NewAddress();
        (await app.PatchAsync("profile", new { email })).Is(HttpStatusCode.OK);
        var letter = await owner.NextLetterAsync(email);
        (await app.PostAsync("profile/email/verify", new { code = letter.Code })).Is(HttpStatusCode.OK);
        return email;
    }

    private async Task<string> TablesWithAsync(string text)
    {
        var found = new List<string>();
        await using var tables = server.Database.CreateCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        await using var names = await tables.ExecuteReaderAsync();
        while (await names.ReadAsync())
        {
            var table = names.GetString(0);
            if (await server.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM \"{table}\" t WHERE strpos(t::text, $1) > 0)", text))
                found.Add(table);
        }

        return string.Join(' ', found);
    }
}
