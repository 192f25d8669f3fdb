using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>Everything of one client is recorded for a while, and of no other.</summary>
[Collection(RecorderCollection.Name)]
public sealed class RecordingTests(RecorderServer server)
{
    [Fact]
    public async Task Whole_flow_of_one_client_is_seen_and_of_no_other()
    {
        using var admin = await Administrator.NewAsync(server);
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (client, other) = (await server.NewClientAsync("web"), await server.NewClientAsync("web"));
        await ada.TokensAsync(client); // not yet
        var started = await admin.PostAsync("attempts/recordings", new { client_id = client, minutes = 5, reason = "Ticket 4711" });
        started.Is(HttpStatusCode.Created);
        Assert.Equal(client, started["client_id"]);

        var tokens = await ada.TokensAsync(client, ("prompt", "consent"));
        await desk.UserInfoAsync(tokens["access_token"]!); // it has both
        await desk.RevokeAsync(client, tokens["refresh_token"]!);
        await ada.TokensAsync(other);

        var seen = await Eventually.SeeAsync(() => EndpointsAsync(client), s => s.Count >= 5);
        Assert.Equal(["authorize", "authorize", "token", "userinfo", "revoke"], seen);
        Assert.Empty(await EndpointsAsync(other));
        Assert.Equal(1, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE action = 'recording.started' AND target = $1 AND detail LIKE '%Ticket 4711%'", client));
    }

    [Fact]
    public async Task Other_nodes_hear_of_it_and_one_that_starts_later_too()
    {
        using var admin = await Administrator.NewAsync(server);
        var client = await server.NewClientAsync("machine");
        var running = await server.SecondNodeAsync();
        (await admin.PostAsync("attempts/recordings", new { client_id = client, minutes = 5 })).Is(HttpStatusCode.Created);
        await Task.Delay(1000);
        await using var late = await server.StartNodeAsync();
        foreach (var node in new[] { running, late })
        {
            using var desk = new Desk(node.Address);
            var answered = (await desk.MachineAsync(client)).Is(HttpStatusCode.OK);
            Assert.NotNull(answered.Header("Attempt-Id"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public async Task At_most_an_hour(int minutes)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("attempts/recordings", new { client_id = "web", minutes }))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task Only_of_clients_that_there_are()
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("attempts/recordings", new { client_id = "nobody", minutes = 5 })).IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE target = 'nobody'"));
    }

    private async Task<List<string>> EndpointsAsync(string client)
    {
        await using var command = server.Database.CreateCommand("SELECT endpoint FROM attempts WHERE client_id = $1 ORDER BY at");
        command.Parameters.AddWithValue(client);
        await using var row = await command.ExecuteReaderAsync();
        var endpoints = new List<string>();
        while (await row.ReadAsync())
            endpoints.Add(row.GetString(0));
        return endpoints;
    }
}
