using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Core.Tests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

/// <summary>Codes by text message, when somebody pumps them or the provider fails.</summary>
public sealed class TextedCodesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly List<ServiceProvider> _nodes = [];
    private TwilioStandIn _twilio = null!; // by InitializeAsync

    public async Task InitializeAsync() => _twilio = await TwilioStandIn.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _twilio.DisposeAsync();
    }

    [Fact]
    public async Task MFA_11_numbers_of_other_countries_are_not_texted()
    {
        var node = await NodeAsync(("Sms:Countries:0", "+44"), ("Sms:Countries:1", "+49"));
        var (id, email) = await PersonAsync(node, "+8821612345678");
        await AskAsync(node, email);
        Assert.Empty(await node.WrittenToAsync("+8821612345678"));

        await node.ExecuteAsync("UPDATE users SET phone_number = '+441632960444' WHERE id = $1", id);
        await AskAsync(node, email);
        Assert.Single(await node.WrittenToAsync("+441632960444"));
    }

    [Fact]
    public async Task MFA_11_server_stops_at_its_cap_says_so_once_and_goes_on_in_the_next_hour()
    {
        await ClearAsync(await NodeAsync());
        var node = await NodeAsync(("Sms:HourlyCap", "20"));
        var people = await PeopleAsync(node, 30, 1_000);

        foreach (var (email, _) in people)
            await AskAsync(node, email);

        Assert.Equal(20, await node.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE channel = 2"));
        Assert.Single(node.GetRequiredService<Recorder>().Lines, l => l.Level == LogLevel.Warning
            && l.Text.Contains("Sms:HourlyCap", StringComparison.Ordinal));
        // Mail costs nothing, and goes on.
        await node.GetRequiredService<CodeSignIn>().RequestAsync(people[29].Email, MessageChannel.Email, null, default);
        Assert.Single(await node.WrittenToAsync(people[29].Email));
        _clock.Advance(TimeSpan.FromHours(1));
        await AskAsync(node, people[29].Email);
        Assert.Single(await node.WrittenToAsync(people[29].Number));
    }

    [Theory]
    [InlineData("Sms:HourlyCap", "0")]
    [InlineData("Sms:Countries:0", "44")]
    [InlineData("Sms:Countries:0", "+0")]
    public async Task Settings_out_of_range_are_refused_by_name(string name, string value)
    {
        await using var node = database.Node((s, c) => s.AddOtp(c), (name, value));
        var refused = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => node.GetRequiredService<Microsoft.Extensions.Options.IOptions<TextLimits>>().Value);
        Assert.Contains(name[..12], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MFA_32_provider_that_fails_leaks_no_code_and_is_tried_no_longer_than_the_code_lives()
    {
        var node = await NodeAsync();
        await ClearAsync(node);
        var (_, email) = await PersonAsync(node, "+441632960555");
        _twilio.Answer = (503, "oops", null);
        using var delivery = await DeliverAsync(node);
        await AskAsync(node, email);
        var code = await node.CodeToAsync("+441632960555");
        // Time flies only once the first attempt has been noted: a note that comes after its lease counts for nothing.
        await Eventually.TrueAsync(() => node.ScalarAsync<bool>(
            "SELECT last_error IS NOT NULL FROM outbox WHERE recipient = '+441632960555'").Result);
        for (var second = 0; second < 660; second += 10)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await delivery.SweepAsync(default);
            await Task.Delay(5);
        }

        await Eventually.TrueAsync(() => StateAsync(node, "+441632960555").Result == MessageState.Expired);
        Assert.InRange(_twilio.Taken.Count, 1, 60);
        var tried = _twilio.Taken.Count;
        var error = await node.ScalarAsync<string>("SELECT last_error FROM outbox WHERE recipient = '+441632960555'");
        Assert.DoesNotContain(code, error, StringComparison.Ordinal);
        Assert.DoesNotContain(node.GetRequiredService<Recorder>().Lines, l => l.Text.Contains(code, StringComparison.Ordinal)
            || l.Text.Contains("+441632960555", StringComparison.Ordinal));

        // The other way is open meanwhile.
        await node.GetRequiredService<CodeSignIn>().RequestAsync(email, MessageChannel.Email, null, default);
        Assert.NotNull(await node.GetRequiredService<CodeSignIn>().VerifyAsync(email, await node.CodeToAsync(email), default));

        // And when it works again, nothing dead is sent, and a new code is.
        _twilio.Answer = null;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await AskAsync(node, email);
        await SweepUntilAsync(node, delivery, () => _twilio.Taken.Count > tried);
        Assert.DoesNotContain(code, _twilio.Taken.Last()["Body"], StringComparison.Ordinal);
        await delivery.StopAsync(default);
    }

    [Fact]
    public async Task MFA_33_thousand_codes_survive_a_provider_that_takes_them_and_answers_502()
    {
        const int Count = 1_000;
        var node = await NodeAsync(("Sms:HourlyCap", "2000"));
        await ClearAsync(node);
        var people = await PeopleAsync(node, Count, 10_000);
        foreach (var (email, _) in people)
            await AskAsync(node, email);

        _twilio.Answer = (502, "<html>Bad Gateway</html>", null);
        using var delivery = await DeliverAsync(node);
        await SweepUntilAsync(node, delivery, () => !_twilio.Taken.IsEmpty);
        _twilio.Answer = null;
        await SweepUntilAsync(node, delivery, () => SentAsync(node).Result == Count);

        var texts = _twilio.Taken.GroupBy(t => t["To"]).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(people.Select(p => p.Number).Order(), texts.Keys.Order());
        Assert.All(texts.Values, n => Assert.InRange(n, 1, 2));
        // Each text that went out twice has its failed attempt in the books.
        Assert.Equal(
            texts.Values.Sum(), (int)await node.ScalarAsync<long>("SELECT sum(attempts) FROM outbox WHERE channel = 2"));
        Assert.Equal(0, await node.ScalarAsync<long>("SELECT count(*) FROM sign_in_guard"));
        foreach (var (email, number) in people.Take(20))
        {
            var code = System.Text.RegularExpressions.Regex.Match(_twilio.Taken.Last(t => t["To"] == number)["Body"], @"\b\d{6}\b").Value;
            Assert.NotNull(await node.GetRequiredService<CodeSignIn>().VerifyAsync(email, code, default));
        }

        await delivery.StopAsync(default);
    }

    private static Task AskAsync(ServiceProvider node, string email) =>
        node.GetRequiredService<CodeSignIn>().RequestAsync(email, MessageChannel.Sms, null, default);

    private static Task<long> SentAsync(ServiceProvider node) =>
        node.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE channel = 2 AND state = 2");

    private static async Task<MessageState> StateAsync(ServiceProvider node, string number) =>
        (MessageState)await node.ScalarAsync<short>("SELECT state FROM outbox WHERE recipient = $1", number);

    private static async Task ClearAsync(ServiceProvider node)
    {
        await node.ExecuteAsync("TRUNCATE outbox");
        await node.ExecuteAsync("DELETE FROM one_time_codes");
    }

    private static async Task<(Guid Id, string Email)> PersonAsync(ServiceProvider node, string number)
    {
        var person = await node.AddPersonAsync(null, u => u with { PhoneNumber = number });
        await node.ExecuteAsync("UPDATE users SET phone_number_verified = true WHERE id = $1", person.Id);
        return person;
    }

    private static async Task<List<(string Email, string Number)>> PeopleAsync(ServiceProvider node, int count, int from)
    {
        var people = new List<(string, string)>();
        for (var i = 0; i < count; i++)
        {
            var number = $"+4477009{from + i:00000}";
            people.Add(((await PersonAsync(node, number)).Email, number));
        }

        return people;
    }

    // Within the life of the codes.
    private async Task SweepUntilAsync(ServiceProvider node, Delivery delivery, Func<bool> done)
    {
        for (var tries = 0; !done(); tries++)
        {
            Assert.True(tries < 1_000, $"{await SentAsync(node)} sent");
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await delivery.SweepAsync(default);
            await Task.Delay(25);
        }
    }

    private static async Task<Delivery> DeliverAsync(ServiceProvider node)
    {
        var delivery = new Delivery(
            node.GetRequiredService<Outbox>(), node.GetRequiredService<OutboxQueue>(),
            node.GetServices<IMessageTransport>().Where(t => t.Channel == MessageChannel.Sms),
            node.GetRequiredService<MessageWriter>(), node.GetRequiredService<TimeProvider>(),
            node.GetRequiredService<ILogger<Delivery>>());
        await delivery.StartAsync(default);
        return delivery;
    }

    private async Task<ServiceProvider> NodeAsync(params (string, string)[] settings)
    {
        var node = await database.AccountNodeAsync(_clock,
        [
            ("Sms:Transport", "Twilio"), ("Sms:From", "+15005550006"), ("Sms:Twilio:BaseUrl", _twilio.BaseUrl),
            ("Sms:Twilio:AccountSid", TwilioStandIn.Account), ("Sms:Twilio:AuthToken", TwilioStandIn.Token), .. settings,
        ]);
        _nodes.Add(node);
        return node;
    }
}
