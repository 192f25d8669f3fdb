using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section MFA: codes by mail and text message; who guesses, replays or misuses them.</summary>
[Collection(AccountCollection.Name)]
public sealed class OneTimeCodeTests(AccountServer server)
{
    /// <summary>Where codes are asked for, and where each is used.</summary>
    private static readonly (string Ask, string Use)[] Purposes =
    [
        ("otp/request", "otp/verify"),
        ("password/forgot", "password/forgot/verify"),
        ("unlock/request", "unlock/verify"),
    ];

    [Theory]
    [InlineData("otp/request", "otp/verify")]
    [InlineData("password/forgot", "password/forgot/verify")]
    [InlineData("unlock/request", "unlock/verify")]
    public async Task MFA_06_tries_count_across_resends_and_end_with_the_hour(string ask, string use)
    {
        using var ada = await Owner.NewAsync(server);
        var code = (await ada.AskedAsync(ask)).Code;
        await RefusedAsync(ada, use, Other(code), times: 3);
        await ada.CoolAsync();
        code = (await ada.AskedAsync(ask)).Code;
        await RefusedAsync(ada, use, Other(code), times: 2);

        await RefusedAsync(ada, use, code, times: 1);
        await ada.CoolAsync();
        (await ada.AskAsync(ask)).Is(HttpStatusCode.Accepted);
        Assert.Equal(2, (await ada.MessagesAsync()).Count);

        await ada.PassAsync(TimeSpan.FromHours(1));
        Accepted(await UseAsync(ada, use, (await ada.AskedAsync(ask)).Code));
    }

    [Fact]
    public async Task MFA_06_registering_again_brings_no_new_tries()
    {
        using var ada = await Owner.Nobody(server).RegisterAsync();
        var code = (await ada.NextLetterAsync()).Code;
        await RefusedAsync(ada, "verify", Other(code), times: 3);
        await ada.CoolAsync();
        code = (await (await ada.RegisterAsync()).NextLetterAsync()).Code;
        await RefusedAsync(ada, "verify", Other(code), times: 2);
        await RefusedAsync(ada, "verify", code, times: 1);
        await ada.CoolAsync();
        await ada.RegisterAsync();
        Assert.Equal(2, (await ada.MessagesAsync()).Count);

        await ada.PassAsync(TimeSpan.FromHours(1));
        Accepted(await UseAsync(ada, "verify", (await ada.AskedAsync("verify/resend")).Code));
    }

    [Fact]
    public async Task MFA_07_code_for_one_purpose_is_none_for_another_nor_for_anybody_else()
    {
        using var eve = await Owner.NewAsync(server);
        foreach (var (ask, use) in Purposes)
        {
            using var ada = await Owner.NewAsync(server);
            var code = (await ada.AskedAsync(ask)).Code;
            foreach (var (_, other) in Purposes.Where(p => p.Use != use))
                await RefusedAsync(ada, other, code, times: 1);
            await RefusedAsync(ada, "verify", code, times: 1);
            await RefusedAsync(eve, use, code, times: 1);
            using var session = await ada.SignedInAsync();
            (await session.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
            (await session.PostAsync("profile/phone/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
            Accepted(await UseAsync(ada, use, code));
        }
    }

    [Theory]
    [InlineData("otp/request", "otp/verify")]
    [InlineData("password/forgot", "password/forgot/verify")]
    [InlineData("unlock/request", "unlock/verify")]
    public async Task MFA_08_code_is_dead_after_ten_minutes(string ask, string use)
    {
        using var ada = await Owner.NewAsync(server);
        var code = (await ada.AskedAsync(ask)).Code;
        await ada.PassAsync(TimeSpan.FromMinutes(10));
        await RefusedAsync(ada, use, code, times: 1);

        code = (await ada.AskedAsync(ask)).Code;
        await ada.PassAsync(TimeSpan.FromMinutes(9));
        Accepted(await UseAsync(ada, use, code));
    }

    [Fact]
    public async Task MFA_09_of_fifty_who_use_a_code_at_once_one_is_let_in()
    {
        using var ada = await Owner.NewAsync(server);
        var code = (await ada.AskedAsync("otp/request")).Code;

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => UseAsync(ada, "otp/verify", code)));

        Accepted(Assert.Single(replies, r => r.Status == HttpStatusCode.OK));
        Assert.All(replies.Where(r => r.Status != HttpStatusCode.OK), Refused);
        await using var sessions = server.Database.CreateCommand(
            "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1");
        sessions.Parameters.AddWithValue(ada.Email);
        Assert.Equal(1L, await sessions.ExecuteScalarAsync());
    }

    [Fact]
    public async Task MFA_10_only_ascii_digits_are_a_code()
    {
        using var ada = await Owner.NewAsync(server);
        var code = (await ada.AskedAsync("otp/request")).Code;
        var number = int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var wrong in new object?[]
        {
            Shifted(code, '０'), Shifted(code, '٠'), Shifted(code, '०'), $"0x{number:X}", code + ".0", code + "e0", "+" + code, code + "\0",
            string.Join(' ', code.AsEnumerable()), code + code, code[1..], "0" + code, "\u00a0" + code, code + new string(' ', 10_000),
            new string('1', 10_000), "", null, number, new[] { code }, new { code }, true,
        })
        {
            var reply = await UseAsync(ada, "otp/verify", wrong);
            Outcome.GivesNothingAway(reply);
            Assert.True(reply["code"] is "invalid_code" or "validation_failed" or "malformed", reply.ToString());
        }

        Accepted(await UseAsync(ada, "otp/verify", $" {code}\t\r\n"));
    }

    [Fact]
    public async Task MFA_11_texts_to_one_number_stop_whosever_accounts_ask()
    {
        var number = AccountServer.NewPhone();
        var owners = new List<Owner>();
        for (var i = 0; i < 12; i++)
            owners.Add(await Owner.NewAsync(server, $"phone_number = '{number}', phone_number_verified = true"));

        var answers = new List<Reply>();
        foreach (var owner in owners)
            answers.Add(await owner.App.PostAsync("otp/request", new { email = owner.Email, channel = "sms" }));

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Accepted, answers[0].Text), (a.Status, a.Text)));
        Assert.Equal(10, (await owners[0].MessagesAsync(number)).Count);
        Accepted(await UseAsync(owners[0], "otp/verify", (await owners[0].NextLetterAsync(number)).Code));
        owners.ForEach(o => o.Dispose());
    }

    [Theory]
    [InlineData("otp/request")]
    [InlineData("password/forgot")]
    [InlineData("password/forgot/resend")]
    [InlineData("unlock/request")]
    public async Task MFA_12_mailbox_is_not_bombed_and_the_answers_read_the_same(string ask)
    {
        using var ada = await Owner.NewAsync(server);
        using var nobody = Owner.Nobody(server);
        var answers = new List<Reply>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await ada.AskAsync(ask));
            answers.Add(await nobody.AskAsync(ask));
        }

        Assert.Single(await ada.MessagesAsync());
        for (var i = 0; i < 15; i++)
        {
            await ada.CoolAsync();
            await nobody.CoolAsync();
            answers.Add(await ada.AskAsync(ask));
            answers.Add(await nobody.AskAsync(ask));
        }

        Assert.Equal(10, (await ada.MessagesAsync()).Count);
        Assert.Empty(await nobody.MessagesAsync());
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.Accepted, answers[0].Text), (a.Status, a.Text)));
    }

    [Fact]
    public async Task MFA_13_message_holds_the_code_and_nothing_that_the_name_brings()
    {
        using var ada = Owner.Nobody(server);
        var body = ada.Registration();
        body["full_name"] = "<b>Ada</b> wins at https://evil.example/claim";
        (await ada.App.PostAsync("register", body)).Is(HttpStatusCode.Accepted);
        var mail = await ada.NextLetterAsync();
        var raw = await File.ReadAllTextAsync(mail.File);
        Assert.DoesNotContain("evil.example", raw.Replace("=\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Ada", raw, StringComparison.Ordinal);
        Assert.StartsWith(server.Issuer, mail.Link.ToString(), StringComparison.Ordinal);
        Accepted(await UseAsync(ada, "verify", mail.Code));

        var number = AccountServer.NewPhone();
        await server.ExecuteAsync(
            "UPDATE users SET phone_number = $2, phone_number_verified = true WHERE email = $1", ada.Email, number);
        (await ada.App.PostAsync("otp/request", new { email = ada.Email, channel = "sms" })).Is(HttpStatusCode.Accepted);
        var text = await ada.NextLetterAsync(number);
        Assert.DoesNotContain("http", text.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Ada", text.Text, StringComparison.Ordinal);
        Accepted(await UseAsync(ada, "otp/verify", text.Code));
    }

    [Fact]
    public async Task MFA_14_recipient_is_the_one_of_the_record()
    {
        var (real, evil) = (AccountServer.NewPhone(), AccountServer.NewPhone());
        using var ada = await Owner.NewAsync(server, $"phone_number = '{real}', phone_number_verified = true");
        var elsewhere = Owner.NewAddress();
        (await ada.App.PostAsync("otp/request?phone_number=" + Uri.EscapeDataString(evil), new
        {
            email = ada.Email,
            channel = "sms",
            phone_number = evil,
            to = evil,
            recipient = evil,
        })).Is(HttpStatusCode.Accepted);
        (await ada.App.PostAsync("password/forgot", new { email = ada.Email, to = elsewhere, recipient = elsewhere }))
            .Is(HttpStatusCode.Accepted);
        (await ada.App.PostAsync("password/forgot", new { email = new[] { ada.Email, elsewhere } })).Blames("email");
        (await ada.App.PostAsync("password/forgot", new { email = $"{ada.Email},{elsewhere}" })).Blames("email");

        Assert.Empty(await ada.MessagesAsync(evil));
        Assert.Empty(await ada.MessagesAsync(elsewhere));
        Assert.Single(await ada.MessagesAsync());
        Accepted(await UseAsync(ada, "otp/verify", (await ada.NextLetterAsync(real)).Code));
    }

    private static Task<Reply> UseAsync(Owner owner, string call, object? code) =>
        owner.App.PostAsync(call, new { email = owner.Email, code, client_id = owner.App.ClientId });

    private static async Task RefusedAsync(Owner owner, string call, string code, int times)
    {
        for (var i = 0; i < times; i++)
            Refused(await UseAsync(owner, call, code));
    }

    private static void Refused(Reply reply)
    {
        reply.IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        Outcome.GivesNothingAway(reply);
    }

    private static void Accepted(Reply reply) =>
        Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, reply.ToString());

    private static string Other(string code) => string.Concat(code.Select(c => c == '9' ? '0' : (char)(c + 1)));

    private static string Shifted(string code, char zero) => string.Concat(code.Select(c => (char)(zero + (c - '0'))));
}
