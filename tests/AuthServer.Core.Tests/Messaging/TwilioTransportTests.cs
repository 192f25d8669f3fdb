using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Messaging.Transports;
using AuthServer.Tests.Fixtures;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Messaging;

public sealed class TwilioTransportTests : IAsyncLifetime
{
    private TwilioStandIn _twilio = null!; // set before any test runs

    public async Task InitializeAsync() => _twilio = await TwilioStandIn.StartAsync();

    public Task DisposeAsync() => _twilio.DisposeAsync().AsTask();

    [Fact]
    public async Task Text_is_sent_as_the_api_demands()
    {
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(_twilio.BaseUrl));
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(_twilio.BaseUrl, from: "MG42"));
        var forms = _twilio.Taken.ToList();
        Assert.Equal(["To", "From", "Body"], forms[0].Keys);
        Assert.Equal(("+447700900123", "+15005550006"), (forms[0]["To"], forms[0]["From"]));
        Assert.Equal("482913 is your code for Acme & Söhne.", forms[0]["Body"]);
        Assert.Equal("MG42", forms[1]["MessagingServiceSid"]);
    }

    [Theory]
    [InlineData(200, "{\"sid\":\"SM1\",\"status\":\"queued\"}", typeof(SendOutcome.Delivered))]
    [InlineData(200, "{\"sid\":\"SM1\",\"status\":\"failed\",\"error_code\":30007}", typeof(SendOutcome.Refused))]
    [InlineData(200, "{\"error\":\"down for maintenance\"}", typeof(SendOutcome.Unreachable))]
    [InlineData(200, "<html>sign in to the hotel's network</html>", typeof(SendOutcome.Unreachable))]
    [InlineData(302, "", typeof(SendOutcome.Unreachable))]
    [InlineData(400, "{\"code\":21211}", typeof(SendOutcome.Refused))]
    [InlineData(400, "{\"code\":21610}", typeof(SendOutcome.Refused))]
    [InlineData(400, "{\"code\":21606}", typeof(SendOutcome.Unreachable))]
    [InlineData(400, "not json", typeof(SendOutcome.Unreachable))]
    [InlineData(403, "{\"code\":20005}", typeof(SendOutcome.Unreachable))]
    [InlineData(408, "", typeof(SendOutcome.Unreachable))]
    [InlineData(429, "{\"code\":20429}", typeof(SendOutcome.Unreachable))]
    [InlineData(500, "", typeof(SendOutcome.Unreachable))]
    [InlineData(502, "<html>Bad Gateway</html>", typeof(SendOutcome.Unreachable))]
    [InlineData(503, "", typeof(SendOutcome.Unreachable))]
    public async Task OUT_02_each_answer_of_twilio_means_one_thing(int status, string body, Type expected)
    {
        _twilio.Answer = (status, body, status == 429 ? "37" : null);
        var outcome = await SendAsync(_twilio.BaseUrl);
        Assert.IsType(expected, outcome);
        if (status == 429)
            Assert.Equal(TimeSpan.FromSeconds(37), ((SendOutcome.Unreachable)outcome).After);
        _twilio.Answer = null;
        Assert.IsType<SendOutcome.Delivered>(await SendAsync(_twilio.BaseUrl));
    }

    [Fact]
    public async Task Wrong_secret_and_no_server_are_nobodys_fault_and_wrong_numbers_are()
    {
        Assert.IsType<SendOutcome.Unreachable>(await SendAsync(_twilio.BaseUrl, token: "other"));
        Assert.IsType<SendOutcome.Unreachable>(await SendAsync($"http://127.0.0.1:{Ports.Free()}"));
        foreach (var to in new[] { "0770090012", "+44 7700 900123", "+447700900123\r\nBody=x", "+0123456789", "" })
            Assert.Equal(new SendOutcome.Refused("no phone number"), await SendAsync(_twilio.BaseUrl, to));
        Assert.Empty(_twilio.Taken);
    }

    [Fact]
    public async Task Text_lands_in_a_file_as_the_contract_says()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var pickup = new SmsPickup(Options.Create(new SmsOptions { PickupDirectory = folder }));
        Assert.IsType<SendOutcome.Delivered>(await pickup.SendAsync(Message("+447700900123"), default));
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(".txt", Path.GetExtension(file));
        Assert.Equal("To: +447700900123\n\n482913 is your code for Acme & Söhne.\n", await File.ReadAllTextAsync(file));
    }

    private static async Task<SendOutcome> SendAsync(
        string baseUrl, string to = "+447700900123", string from = "+15005550006", string token = TwilioStandIn.Token)
    {
        using var transport = new TwilioTransport(
            Options.Create(new SmsOptions
            {
                From = from,
                Twilio = new TwilioOptions { AccountSid = TwilioStandIn.Account, AuthToken = token, BaseUrl = baseUrl },
            }),
            TimeProvider.System);
        Assert.True(transport.IsConfigured);
        return await transport.SendAsync(Message(to), default);
    }

    private static OutgoingMessage Message(string to) => new(
        Guid.CreateVersion7(), to, TimeProvider.System.GetUtcNow(),
        new WrittenMessage("Acme", "", "482913 is your code for Acme & Söhne.", null));
}
