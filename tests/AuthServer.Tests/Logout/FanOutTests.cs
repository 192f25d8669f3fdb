using System.Diagnostics;
using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;
using Xunit.Abstractions;

namespace AuthServer.Tests.Logout;

/// <summary>Many clients in one session. The long forms, with the figures: AUTH_TEST_LONG=1.</summary>
public sealed class FanOutTests(StandardServer server, ITestOutputHelper output) : IClassFixture<StandardServer>
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1";

    [Fact]
    public async Task LGO_10_killed_while_it_tells_them_it_tells_every_client_all_the_same()
    {
        var count = IsLong ? 200 : 40;
        await using var apps = await RelyingParty.StartAsync();
        var heard = 0;
        var killed = new TaskCompletionSource();
        apps.Answer = async _ =>
        {
            // The first few are through; the rest hang until it is dead.
            if (Interlocked.Increment(ref heard) > count / 4 && !killed.Task.IsCompleted)
                await Task.WhenAny(killed.Task, Task.Delay(TimeSpan.FromSeconds(20)));
            return 200;
        };
        using var ada = await Person.NewAsync(server);
        var first = await apps.NewClientAsync(server);
        await ada.TokensAsync(first);
        await CopyAsync(first, count - 1);
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Browser.SubmitAsync(await ada.Browser.GetAsync("/account/logout"))).Status);

        await Eventually.TrueAsync(() => Volatile.Read(ref heard) > count / 4);
        await server.RestartAsync();
        killed.SetResult();
        await Eventually.TrueAsync(async () => await OwedAsync(first) == 0);

        Assert.Equal(count, apps.Notices.Select(n => n.ClientId).Distinct().Count());
        output.WriteLine($"{count} clients, killed after {count / 4}: {apps.Notices.Count} notices");
    }

    [Fact]
    public async Task LGO_11_sign_out_does_not_wait_for_thousands_of_clients()
    {
        var count = IsLong ? 10_000 : 1_000;
        await using var apps = await RelyingParty.StartAsync();
        var (now, most) = (0, 0);
        apps.Answer = async _ =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Delay(2);
            Interlocked.Decrement(ref now);
            return 204;
        };
        using var ada = await Person.NewAsync(server);
        var first = await apps.NewClientAsync(server);
        await ada.TokensAsync(first);
        await CopyAsync(first, count - 1);
        var page = await ada.Browser.GetAsync("/account/logout");
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Browser.SubmitAsync(page)).Status);
        var took = watch.Elapsed;
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        await Eventually.TrueAsync(async () => await OwedAsync(first) == 0);
        output.WriteLine($"{count} clients: sign-out {took.TotalMilliseconds:0} ms, all told after {watch.Elapsed.TotalSeconds:0.0} s, {most} at once");
        Assert.Equal(count, apps.Notices.Select(n => n.ClientId).Distinct().Count());
        Assert.InRange(most, 1, 16);
    }

    /// <summary>More clients like that one, each with an authorization of the same session.</summary>
    private Task<int> CopyAsync(string like, int copies) => server.ExecuteAsync(
        """
        WITH made AS (
            INSERT INTO clients (client_id, document, secrets, enabled, created_at, updated_at)
            SELECT $1 || '-' || n, document || jsonb_build_object('client_id', $1 || '-' || n), secrets, true, now(), now()
            FROM clients, generate_series(1, $2) n WHERE client_id = $1 RETURNING client_id)
        INSERT INTO authorizations
        SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'client_id', made.client_id))).*
        FROM authorizations a, made WHERE a.client_id = $1
        """,
        like, copies);

    private Task<long> OwedAsync(string like) => server.ScalarAsync<long>(
        "SELECT count(*) FROM logout_notices WHERE client_id LIKE $1 || '%' AND state <> 2", like);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
