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
    private static readonly string[] OfEverybody = ["user"];
    private static readonly string[] Kinds = ["token", "authorization", "session", "user", "client"];

    [Fact]
    public async Task DBN_25_what_one_node_ends_is_dead_on_the_others_within_a_second_under_load()
    {
        var count = IsLong ? 1_000 : 40;
        var falls = new List<Fall>();
        await using (var load = new Load(server.Desks))
        {
            var admin = await TokenOfAdministratorAsync();
            for (var i = 0; i < count; i++)
                falls.AddRange(await EndAsync(Kinds[i % Kinds.Length], server.Desks[i % 3], admin));
            Assert.True(load.Asked > count, $"{load.Asked} requests beside {count} revocations are no load");
            output.WriteLine($"{load.Asked} requests meanwhile");
        }

        var times = falls.Select(f => f.Heard.TotalMilliseconds).Order().ToList();
        var last = falls.Max(f => f.LastAlive);
        output.WriteLine(
            $"{count} revocations, {times.Count} times from the answer of one node to another's that it is dead: p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, worst {times[^1]:0} ms; the last request that was let in was sent after {last.TotalMilliseconds:0} ms");
        Assert.True(last < Promise, $"let in after {last}");
        Assert.True(At(0.99) < Promise.TotalMilliseconds, $"the slowest took {times[^1]} ms");

        double At(double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))];
    }

    [Fact]
    public async Task DBN_25_the_end_of_everything_is_dead_everywhere_within_a_second_the_administrator_included()
    {
        for (var round = 0; round < (IsLong ? 20 : 2); round++)
        {
            var admin = await TokenOfAdministratorAsync();
            var falls = await EndAsync("all", server.Desks[round % 3], admin);
            Assert.All(falls, f => Assert.True(f.LastAlive < Promise, $"let in after {f.LastAlive}"));
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

        using var admin = await Administrator.NewAsync(server);
        (await admin.PutAsync($"users/{await server.IdOfAsync(person.Email)}/roles", new { roles = OfEverybody })).Is(HttpStatusCode.OK);
        await WithinASecondAsync(async desk => await AtAsync(desk) is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> AtAsync(Desk desk) => (await desk.Channel.GetAsync("/api/admin/revocations", token)).Status;
    }

    [Fact]
    public async Task ADM_22_tokens_of_a_client_that_was_disabled_are_dead_on_every_node_within_a_second()
    {
        var client = await server.NewClientAsync("machine");
        var token = (await server.Desks[0].MachineAsync(client))["access_token"]!;
        foreach (var desk in server.Desks)
            Assert.True(await desk.IsActiveAsync(token));

        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync($"clients/{client}/disable")).Is(HttpStatusCode.OK);
        await WithinASecondAsync(async desk =>
            !await desk.IsActiveAsync(token) && (await desk.MachineAsync(client)).Status == HttpStatusCode.Unauthorized);
    }

    /// <summary>Ends one victim and waits for its death everywhere.</summary>
    /// <returns>How long that took after the answer, on each other node.</returns>
    private async Task<IReadOnlyList<Fall>> EndAsync(string kind, Desk here, string admin)
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
            var lastAlive = TimeSpan.Zero;
            for (var asked = answered.Elapsed; await victim.DeadAtAsync(there) != true; asked = answered.Elapsed)
            {
                lastAlive = asked;
                Assert.True(asked < 3 * Promise, $"{kind}: alive after {asked}");
            }

            return new Fall(lastAlive, answered.Elapsed);
        }).ToList();
        Assert.True(await victim.DeadAtAsync(here), $"{kind}: alive on the node that ended it");
        var falls = await Task.WhenAll(others);

        // Dead is dead, at every door; and so is what would make new ones.
        foreach (var desk in server.Desks)
        {
            Assert.True(await victim.DeadAtAsync(desk), $"{kind}: alive again");
            if (kind != "token")
                Outcome.T400(await desk.RefreshAsync(victim.ClientId, victim.RefreshToken), "invalid_grant");
        }

        return falls;
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

    /// <summary>How a node let go, counted from the answer of the one that ended it.</summary>
    /// <param name="LastAlive">
    /// When the last round of requests was sent of which any was let in: what is promised, however slow this machine answers.
    /// </param>
    /// <param name="Heard">When it had said at every door that it is dead.</param>
    private sealed record Fall(TimeSpan LastAlive, TimeSpan Heard);
}
