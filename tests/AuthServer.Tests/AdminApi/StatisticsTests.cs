using System.Net;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>On a server of its own, which nobody else keeps busy.</summary>
public sealed class StatisticsTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task What_happened_on_a_node_is_counted_and_written_down_when_it_stops()
    {
        var second = await server.StartNodeAsync();
        using (var desk = new Desk(second.Address))
        using (var browser = new Fixtures.Browser(second.Address))
        {
            for (var i = 0; i < 3; i++)
                (await desk.MachineAsync("machine")).Is(HttpStatusCode.OK);
            var page = await browser.GetAsync("/account/login");
            await browser.SubmitAsync(page, ("Email", await server.NewUserAsync()), ("Password", "wrong"));
        }

        await second.DisposeAsync();
        using var admin = await Administrator.NewAsync(server);
        var reply = await admin.GetAsync("statistics?days=1");
        reply.Is(HttpStatusCode.OK);
        Assert.Equal("hour", reply["unit"]);
        var items = reply.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(24, items.Count);
        Assert.InRange(Sum(items, "tokens_issued"), 3, 4); // the administrator's, if the first node has just written
        Assert.Equal(1, Sum(items, "sign_in_failures"));
        Assert.InRange(Sum(items, "new_users"), 2, 4); // the template, the one above, the administrator
        Assert.True(reply.Json.GetProperty("now").GetProperty("sessions_live").GetInt64() >= 1); // the administrator's

        var days = (await admin.GetAsync("statistics?days=7")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(7, days.Count);
        Assert.InRange(Sum(days, "tokens_issued"), 3, 4);
    }

    private static long Sum(List<JsonElement> items, string member) => items.Sum(i => i.GetProperty(member).GetInt64());
}
