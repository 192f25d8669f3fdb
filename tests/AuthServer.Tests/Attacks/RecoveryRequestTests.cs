using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: what is asked for, for whom, and how often.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryRequestTests(AccountServer server)
{
    /// <summary>Calls that send something to an address, and to whose.</summary>
    public static TheoryData<string, bool> Calls => new()
    {
        { "password/forgot", true }, { "password/forgot/resend", true }, { "unlock/request", true }, { "otp/request", false },
    };

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("Forwarded", "for=1.2.3.4;host=evil.example;proto=https")]
    [InlineData("X-Original-Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    public async Task REC_01_link_in_the_mail_is_ours_whatever_the_request_says(string header, string value)
    {
        using var ada = await Owner.NewAsync(server);
        using var grace = Owner.Nobody(server);
        foreach (var (owner, call, body, path) in new[]
        {
            (ada, "password/forgot", (object)new { email = ada.Email }, "reset-password"),
            (ada, "unlock/request", new { email = ada.Email }, "unlock"),
            (grace, "register", grace.Registration(), "verify"),
        })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/account/{call}")
            {
                Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
            };
            request.Headers.TryAddWithoutValidation(header, value);
            (await owner.App.Channel.SendAsync(request)).Is(HttpStatusCode.Accepted);
            var letter = await owner.NextLetterAsync();
            Assert.StartsWith($"{server.Issuer}/account/{path}?token=", letter.Link.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("evil", letter.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task REC_01_link_in_the_mail_is_ours_also_when_the_request_line_names_another_host()
    {
        using var ada = await Owner.NewAsync(server);
        var body = JsonSerializer.Serialize(new { email = ada.Email });
        using var socket = new TcpClient("localhost", server.Node.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST http://evil.example/api/account/password/forgot HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 202", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        var letter = await ada.NextLetterAsync();
        Assert.StartsWith(server.Issuer + "/account/", letter.Link.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task REC_02_answer_and_traces_are_the_same_whoever_has_the_address(string call, bool alsoToUnverified)
    {
        using var nobody = Owner.Nobody(server);
        using var ada = await Owner.NewAsync(server);
        using var closed = await Owner.NewAsync(server, "disabled_at = now()");
        using var unverified = await Owner.NewAsync(server, "email_verified = false");
        using var federated = await Owner.NewAsync(server, "password_hash = NULL");
        var control = (await nobody.AskAsync(call)).Is(HttpStatusCode.Accepted);
        foreach (var owner in new[] { ada, closed, unverified, federated })
            Outcome.Same(await owner.AskAsync(call), control);
        foreach (var owner in new[] { nobody, ada, closed, unverified, federated }) // inside the cooldown
            Outcome.Same(await owner.AskAsync(call), control);

        Assert.Empty(await nobody.MessagesAsync());
        Assert.Empty(await closed.MessagesAsync());
        Assert.Single(await ada.MessagesAsync());
        Assert.Single(await federated.MessagesAsync());
        Assert.Equal(alsoToUnverified ? 1 : 0, (await unverified.MessagesAsync()).Count);
        // What is counted of an address is counted of everybody's.
        foreach (var owner in new[] { nobody, ada, closed, unverified, federated })
        {
            Assert.Equal(1L, await server.ScalarAsync<long>(
                "SELECT count(*) FROM one_time_codes WHERE key = $1 AND sends = 1 AND sent_at IS NOT NULL", owner.Email));
        }
    }

    [Fact]
    public async Task REC_02_registration_and_resending_read_the_same_whoever_has_the_address()
    {
        using var nobody = Owner.Nobody(server);
        using var ada = await Owner.NewAsync(server);
        using var closed = await Owner.NewAsync(server, "disabled_at = now()");
        using var registered = await Owner.Nobody(server).RegisterAsync();
        var control = (await nobody.App.PostAsync("register", nobody.Registration())).Is(HttpStatusCode.Accepted);
        foreach (var owner in new[] { ada, closed, registered })
            Outcome.Same(await owner.App.PostAsync("register", owner.Registration()), control);
        var resent = (await nobody.AskAsync("verify/resend")).Is(HttpStatusCode.Accepted);
        foreach (var owner in new[] { ada, closed, registered, Owner.Nobody(server) })
            Outcome.Same(await owner.AskAsync("verify/resend"), resent);

        Assert.Equal([MessageKind.VerifyEmail], await nobody.MessagesAsync());
        Assert.Equal([MessageKind.VerifyEmail], await registered.MessagesAsync());
        Assert.Equal([MessageKind.AddressInUse], await ada.MessagesAsync());
        var warned = await ada.NextLetterAsync();
        Assert.DoesNotContain("token=", warned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Grace", warned.Text, StringComparison.Ordinal);
        // Nothing of the second registration came in.
        Assert.False(await ada.CanSignInAsync("Wrong-Horse-7"));
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1 AND name = 'Ada Example'", ada.Email));
    }

    [Fact]
    public async Task REC_02_wrong_codes_read_the_same_whoever_has_the_address()
    {
        using var ada = await Owner.NewAsync(server);
        using var nobody = Owner.Nobody(server);
        foreach (var owner in new[] { ada, nobody })
        {
            foreach (var call in new[] { "password/forgot", "unlock/request", "otp/request" })
                (await owner.AskAsync(call)).Is(HttpStatusCode.Accepted);
        }

        foreach (var call in new[] { "password/forgot/verify", "unlock/verify", "otp/verify", "verify" })
        {
            for (var i = 0; i < 7; i++) // beyond the last try
            {
                var code = $"00000{i}";
                var known = await ada.App.PostAsync(call, new { email = ada.Email, code, client_id = AccountServer.App });
                var unknown = await nobody.App.PostAsync(call, new { email = nobody.Email, code, client_id = AccountServer.App });
                known.IsWrongCode();
                Outcome.Same(unknown, known);
            }
        }

        foreach (var owner in new[] { ada, nobody })
        {
            Assert.Equal(15L, await server.ScalarAsync<long>("SELECT sum(attempts) FROM one_time_codes WHERE key = $1", owner.Email));
            await owner.CoolAsync();
            (await owner.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted); // the tries of this hour are used up
        }

        Assert.Single(await ada.MessagesAsync(), k => k == MessageKind.ResetPassword);
    }

    [Theory]
    [InlineData("{0},evil@example.net")]
    [InlineData("{0};evil@example.net")]
    [InlineData("{0} evil@example.net")]
    [InlineData("{0}\nevil@example.net")]
    [InlineData("{0}\r\nBcc: evil@example.net")]
    [InlineData("{0}%0aevil@example.net")]
    [InlineData("{0}%0d%0aBcc:evil@example.net")]
    [InlineData("evil@example.net,{0}")]
    [InlineData("{0}\u0000")]
    [InlineData("\"{0}\"@example.net")]
    [InlineData("Ada <{0}>")]
    [InlineData("<{0}>")]
    [InlineData("{0}>,<evil@example.net")]
    [InlineData("{0}\u2028evil@example.net")]
    [InlineData("{0}(comment)")]
    [InlineData("{0}.")]
    [InlineData("evil@example.net@{0}")]
    [InlineData("{0}@example.net")]
    public async Task REC_08_one_member_is_one_address(string text)
    {
        using var ada = await Owner.NewAsync(server);
        var email = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, ada.Email);
        foreach (var call in new[] { "password/forgot", "password/forgot/resend", "unlock/request", "otp/request", "verify/resend" })
            IsRefused(await ada.App.PostAsync(call, new { email }));
        var registration = ada.Registration();
        registration["email"] = email;
        IsRefused(await ada.App.PostAsync("register", registration));
        await NobodyElseGotMailAsync();

        Assert.Equal(ada.Email, (await ada.AskedAsync("password/forgot")).To);
    }

    [Theory]
    [InlineData("""{"email":["{0}","evil@example.net"]}""")]
    [InlineData("""{"email":{"0":"{0}","1":"evil@example.net"}}""")]
    [InlineData("""{"email":"{0}","email":"evil@example.net"}""")]
    [InlineData("""{"email":"evil@example.net","\u0065mail":"{0}"}""")]
    [InlineData("""{"email[]":"{0}","email[1]":"evil@example.net"}""")]
    [InlineData("""{"Email":"{0}"}""")]
    [InlineData("""[{"email":"{0}"},{"email":"evil@example.net"}]""")]
    public async Task REC_08_one_body_is_one_address(string text)
    {
        using var ada = await Owner.NewAsync(server);
        var reply = await ada.App.PostAsync("password/forgot", text.Replace("{0}", ada.Email, StringComparison.Ordinal));
        IsRefused(reply);
        Assert.Empty(await ada.MessagesAsync());
        await NobodyElseGotMailAsync();

        // A query is not a body, whatever stands in it.
        (await ada.App.PostAsync("password/forgot?email=evil@example.net", new { email = ada.Email })).Is(HttpStatusCode.Accepted);
        Assert.Equal(ada.Email, (await ada.NextLetterAsync()).To);
        await NobodyElseGotMailAsync();
    }

    [Theory]
    [InlineData("m\u0131ke", false)] // dotless i
    [InlineData("m\u0130ke", false)] // I with a dot
    [InlineData("mi\u212Ae", true)] // the sign of Kelvin is a K by compatibility
    [InlineData("MIKE", true)]
    [InlineData("\uFF4Dike", true)] // of full width
    [InlineData("mik\u00E9", false)]
    public async Task REC_09_mail_goes_to_the_stored_address_alone(string spelling, bool isTheSame)
    {
        var rest = Owner.NewAddress();
        using var mike = new Owner(server, $"mike{rest}");
        await server.ExecuteAsync(
            "UPDATE users SET email = $2, user_name = $2, normalized_email = $2, normalized_user_name = $2 WHERE email = $1",
            await server.NewUserAsync(), mike.Email);
        var asked = new { email = spelling + rest };
        (await mike.App.PostAsync("password/forgot", asked)).Is(HttpStatusCode.Accepted);
        (await mike.App.PostAsync("otp/request", asked)).Is(HttpStatusCode.Accepted);

        Assert.Equal(isTheSame ? [MessageKind.ResetPassword, MessageKind.SignInCode] : [], await mike.MessagesAsync());
        Assert.Empty(await mike.MessagesAsync(asked.email));
        if (!isTheSame)
            return;

        // Whoever owns that spelling cannot register it as another.
        var registration = mike.Registration();
        registration["email"] = asked.email;
        (await mike.App.PostAsync("register", registration)).Is(HttpStatusCode.Accepted);
        Assert.Equal(MessageKind.AddressInUse, (await mike.MessagesAsync())[^1]);
        Assert.Empty(await mike.MessagesAsync(asked.email));
    }

    [Fact]
    public async Task REC_09_address_that_mixes_scripts_is_none()
    {
        using var ada = await Owner.NewAsync(server);
        var asked = new { email = "m\u0456ke" + Owner.NewAddress() }; // Cyrillic
        (await ada.App.PostAsync("password/forgot", asked)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Empty(await ada.MessagesAsync(asked.email));
        (await ada.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
    }

    private static void IsRefused(Reply reply)
    {
        Assert.True((int)reply.Status is 400 or 422, reply.ToString());
        Outcome.GivesNothingAway(reply);
    }

    private async Task NobodyElseGotMailAsync() => Assert.Equal(0L, await server.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE recipient LIKE '%evil%' OR recipient LIKE '%@example.net%'"));
}
