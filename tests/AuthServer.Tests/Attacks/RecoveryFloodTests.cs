using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: floods of requests for codes.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryFloodTests(AccountServer server)
{
    private static readonly string[] Calls = ["password/forgot", "password/forgot/resend"];

    [Fact]
    public async Task REC_10_thousand_requests_for_an_address_are_one_mail_and_ten_an_hour()
    {
        using var ada = await Owner.NewAsync(server);
        using var nobody = Owner.Nobody(server);
        var control = await nobody.AskAsync(Calls[0]);
        for (var i = 0; i < 1_000; i += 20)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => ada.AskAsync(Calls[n % 2])));
            Assert.All(replies, r => Outcome.Same(r, control));
        }

        var letter = await ada.NextLetterAsync();
        Assert.Equal([MessageKind.ResetPassword], await ada.MessagesAsync());
        for (var i = 0; i < 15; i++)
        {
            await ada.CoolAsync();
            var replies = await Task.WhenAll(ada.AskAsync(Calls[i % 2]), ada.AskAsync(Calls[0]));
            Assert.All(replies, r => Outcome.Same(r, control));
        }

        Assert.Equal(10, (await ada.MessagesAsync()).Count);
        await ada.PassAsync(TimeSpan.FromHours(1));
        (await ada.AskAsync(Calls[0])).Is(HttpStatusCode.Accepted);
        Assert.Equal(11, (await ada.MessagesAsync()).Count);
        Assert.NotNull(letter.Code);
    }

    [Fact]
    public async Task REC_10_addresses_by_the_thousand_are_stopped_at_the_sender()
    {
        await using var node = await server.StartNodeAsync(
            ("RateLimits:Enabled", "true"), ("RateLimits:TokensPerMinute", "100"));
        using var flood = new BackChannel(node.Address, "127.0.0.41");
        using var honest = new BackChannel(node.Address, "127.0.0.42");
        var replies = new List<Reply>();
        for (var i = 0; i < 300; i += 20)
            replies.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(flood, Owner.NewAddress()))));

        Assert.InRange(replies.Count(r => r.Status == HttpStatusCode.Accepted), 100, 200); // one window, or two
        var refused = replies.Where(r => r.Status != HttpStatusCode.Accepted).ToList();
        Assert.All(refused, r => r.IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests"));
        Assert.All(refused, r => Assert.NotNull(r.Header("Retry-After")));
        using var ada = await Owner.NewAsync(server);
        (await AskAsync(honest, ada.Email)).Is(HttpStatusCode.Accepted);
        Assert.Equal([MessageKind.ResetPassword], await ada.MessagesAsync());
    }

    [Fact]
    public async Task REC_19_hundred_requests_for_another_code_leave_one_that_works()
    {
        using var grace = await Owner.Nobody(server).RegisterAsync();
        var first = await grace.NextLetterAsync();
        await FloodAsync(grace);
        Assert.Equal([MessageKind.VerifyEmail], await grace.MessagesAsync());

        await grace.CoolAsync();
        await FloodAsync(grace);
        var second = await grace.NextLetterAsync();
        Assert.Equal([MessageKind.VerifyEmail, MessageKind.VerifyEmail], await grace.MessagesAsync());
        Assert.Equal(1L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM one_time_codes WHERE key = $1 AND code_hash IS NOT NULL", grace.Email));

        (await grace.App.VerifyAsync(grace.Email, first.Code)).IsWrongCode();
        (await grace.App.VerifyAsync(grace.Email, second.Code)).Is(HttpStatusCode.OK);
        (await grace.App.VerifyAsync(grace.Email, second.Code)).IsWrongCode();
        await grace.CoolAsync();
        (await grace.AskAsync("verify/resend")).Is(HttpStatusCode.Accepted); // nobody waits for it any more
        Assert.Equal(2, (await grace.MessagesAsync()).Count);
    }

    [Fact]
    public async Task REC_19_registering_again_is_no_way_around_the_cap()
    {
        using var grace = await Owner.Nobody(server).RegisterAsync();
        for (var i = 0; i < 14; i++)
        {
            await grace.CoolAsync();
            if (i % 2 == 0)
                await grace.RegisterAsync();
            else
                (await grace.AskAsync("verify/resend")).Is(HttpStatusCode.Accepted);
        }

        Assert.Equal(10, (await grace.MessagesAsync()).Count);
        // Whoever has the address hears of registrations as rarely.
        using var ada = await Owner.NewAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.RegisterAsync()));
        Assert.Equal([MessageKind.AddressInUse], await ada.MessagesAsync());
    }

    private static async Task FloodAsync(Owner owner)
    {
        for (var i = 0; i < 100; i += 20)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => owner.AskAsync("verify/resend")));
            Assert.All(replies, r => r.Is(HttpStatusCode.Accepted));
        }
    }

    private static Task<Reply> AskAsync(BackChannel channel, string email)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/password/forgot")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { email }),
        };
        return channel.SendAsync(request);
    }
}
