using System.Diagnostics;
using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Walk;
using Xunit;
using Xunit.Abstractions;

namespace AuthServer.Tests.Fabric;

/// <summary>
/// What is ended on one of three nodes is dead on the others within a second, at every door, while they are at work. The long
/// form, a thousand revocations with the figures: AUTH_TEST_LONG=1.
/// </summary>
public sealed class RevocationFabricTests(ThreeNodes server, ITestOutputHelper output) : IClassFixture<ThreeNodes>
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1";
    private static readonly string[] Kinds = ["token", "authorization", "session", "user", "client"];

    [Fact]
    public async Task DBN_25_what_one_node_ends_is_dead_on_the_others_within_a_second_under_load()
    {
        var count = IsLong ? 1_000 : 40;
        var times = new List<TimeSpan>();
        await using (var load = new Load(server.Desks))
        {
            var admin = await TokenOfAdministratorAsync();
            for (var i = 0; i < count; i++)
                times.AddRange(await EndAsync(Kinds[i % Kinds.Length], server.Desks[i % 3], admin));
            Assert.True(load.Asked > count, $"{load.Asked} requests beside {count} revocations are no load");
            output.WriteLine($"{load.Asked} requests meanwhile");
        }

        times.Sort();
        output.WriteLine(
            $"{count} revocations, {times.Count} times from the answer of one node to the death on another: p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, worst {times[^1].TotalMilliseconds:0} ms");
        Assert.True(times[^1] < Promise, $"the slowest took {times[^1]}");

        double At(double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))].TotalMilliseconds;
    }

    [Fact]
    public async Task DBN_25_the_end_of_everything_is_dead_everywhere_within_a_second_the_administrator_included()
    {
        for (var round = 0; round < (IsLong ? 20 : 2); round++)
        {
            var admin = await TokenOfAdministratorAsync();
            var times = await EndAsync("all", server.Desks[round % 3], admin);
            Assert.True(times.Max() < Promise, $"the slowest took {times.Max()}");
            foreach (var desk in server.Desks)
                Assert.Equal(HttpStatusCode.Unauthorized, (await desk.Channel.GetAsync("/api/admin/revocations", admin)).Status);
        }
    }

    [Fact]
    public async Task ADM_13_role_that_was_taken_away_is_gone_on_every_node_within_a_second()
    {
        using var person = await Person.NewAsync(server, "admin");
        var token = (await person.TokensAsync("admin-console", ("scope", "openid admin")))["access_token"]!;
        foreach (var desk in server.Desks)
            Assert.Equal(HttpStatusCode.OK, await AtAsync(desk));

        // As the administration writes it: the change, and the line that tells the nodes, in one transaction.
        await server.ExecuteAsync(
            """
            WITH gone AS (DELETE FROM user_roles USING roles WHERE role_id = roles.id AND roles.name = 'admin' AND user_id = $1 RETURNING 1)
            INSERT INTO feed (kind, key, epoch, until) SELECT 20, $1::text, 0, now() + interval '10 minutes' FROM gone
            """,
            await server.IdOfAsync(person.Email));
        await WithinASecondAsync(async desk => await AtAsync(desk) == HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> AtAsync(Desk desk) => (await desk.Channel.GetAsync("/api/admin/revocations", token)).Status;
    }

    [Fact]
    public async Task ADM_22_tokens_of_a_client_that_was_disabled_are_dead_on_every_node_within_a_second()
    {
        var client = await server.NewClientAsync("machine");
        var token = (await server.Desks[0].MachineAsync(client))["access_token"]!;
        foreach (var desk in server.Desks)
            Assert.True(await desk.IsActiveAsync(token));

        await server.ExecuteAsync(
            """
            WITH gone AS (UPDATE clients SET enabled = false WHERE client_id = $1 RETURNING 1)
            INSERT INTO feed (kind, key, epoch, until) SELECT 21, $1, 0, now() + interval '10 minutes' FROM gone
            """,
            client);
        await WithinASecondAsync(async desk =>
            !await desk.IsActiveAsync(token) && (await desk.MachineAsync(client)).Status == HttpStatusCode.Unauthorized);
    }

    /// <summary>Ends one victim and waits for its death everywhere.</summary>
    /// <returns>How long that took after the answer, on each other node.</returns>
    private async Task<IReadOnlyList<TimeSpan>> EndAsync(string kind, Desk here, string admin)
    {
        var victim = await server.NewVictimAsync();
        var key = await server.KeyOfAsync(kind, victim);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/admin/revocations");
        request.Headers.Authorization = new("Bearer", admin);
        request.Content = System.Net.Http.Json.JsonContent.Create(new { kind, key, reason = "A drill." });
        (await here.Channel.SendAsync(request)).Is(HttpStatusCode.Created);

        var answered = Stopwatch.StartNew();
        var others = server.Desks.Where(d => d != here).Select(async there =>
        {
            while (await victim.DeadAtAsync(there) != true && answered.Elapsed < 3 * Promise)
                await Task.Yield();
            return answered.Elapsed;
        }).ToList();
        Assert.True(await victim.DeadAtAsync(here), $"{kind}: alive on the node that ended it");
        var times = await Task.WhenAll(others);

        // Dead is dead, at every door; and so is what would make new ones.
        foreach (var desk in server.Desks)
        {
            Assert.True(await victim.DeadAtAsync(desk), $"{kind}: alive again");
            if (kind != "token")
                Outcome.T400(await desk.RefreshAsync(victim.ClientId, victim.RefreshToken), "invalid_grant");
        }

        return times;
    }

    private async Task WithinASecondAsync(Func<Desk, Task<bool>> holds)
    {
        var done = Stopwatch.StartNew();
        await Task.WhenAll(server.Desks.Select(async desk =>
        {
            while (!await holds(desk))
                Assert.True(done.Elapsed < Promise, $"not yet after {done.Elapsed}");
        }));
        Assert.True(done.Elapsed < Promise, $"it took {done.Elapsed}");
    }

    private async Task<string> TokenOfAdministratorAsync()
    {
        using var admin = await Administrator.NewAsync(server);
        return admin.Token;
    }
}
