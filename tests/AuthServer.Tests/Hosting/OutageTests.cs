using System.Globalization;
using System.Net;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>A database that is not there yet, goes away, comes back, says nothing, or has another clock.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Clients =
        """
        {
          "scopes": [{"name":"orders.read","description":"Read","resources":["https://orders.example"]}],
          "users": [{"email":"ada@example.org","password":"Correct-Horse-7","email_verified":true,"name":"Ada"}],
          "clients": [
            {"client_id":"machine","client_secret":"a-secret-of-tests-0123456789-abcdefghij","grant_types":["client_credentials"],
             "response_types":[],"scope":"orders.read"},
            {"client_id":"watcher","client_secret":"a-secret-of-tests-0123456789-abcdefghij","grant_types":["client_credentials"],
             "response_types":[],"scope":"orders.read","introspection":"all"}]
        }
        """;

    // A crash must lose nothing that was committed, as in earnest.
    private readonly OwnCluster _cluster = new("synchronous_commit=on");

    public Task InitializeAsync() => _cluster.StartAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Server_that_starts_before_its_database_serves_once_that_is_there()
    {
        await _cluster.StopAsync();
        await using var node = await ServerProcess.LaunchAsync(Address(), [("Database:WaitAtStart", "1s")], Clients);
        using var desk = new Desk(node.Address);
        var waiting = await UnreadyAsync(desk);
        Assert.Equal("not ready", waiting["status"]);
        Assert.Equal("no answer", waiting["database"]);
        Assert.Equal("pending", waiting["migrations"]);
        Assert.Equal(HttpStatusCode.OK, (await desk.Channel.GetAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.Channel.GetAsync("/health")).Status);
        var refused = await desk.MachineAsync("machine");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Header("Retry-After"));
        await node.LogSaysAsync("There is no database to be had"); // the second is over

        await _cluster.StartAsync();
        await ReadyAsync(desk);
        Assert.Equal(HttpStatusCode.OK, (await desk.MachineAsync("machine")).Status);
    }

    [Fact]
    public async Task Database_that_goes_away_and_comes_back_leaves_no_trace()
    {
        await using var node = await ServerProcess.StartAsync(Address(), [("Password:Iterations", "1000")], Clients);
        using var desk = new Desk(node.Address);
        var token = (await desk.MachineAsync("machine"))["access_token"]!;
        for (var round = 0; round < 2; round++)
        {
            await AllServeAsync(node, token); // many at once: now there are many connections to lose
            await _cluster.StopAsync();
            var waiting = await UnreadyAsync(desk);
            Assert.Equal("no answer", waiting["database"]);
            Assert.Equal("ok", waiting["keys"]);
            Assert.Equal(HttpStatusCode.OK, (await desk.Channel.GetAsync("/health/live")).Status);
            // Nobody knows what is revoked: not a word about the token then.
            var unknown = await desk.IntrospectAsync("watcher", token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.Status);
            Assert.DoesNotContain("active", unknown.Text, StringComparison.Ordinal);

            await _cluster.StartAsync();
            await ReadyAsync(desk);
            // Ready means ready: not one of many stumbles over a connection of before.
            await AllServeAsync(node, token);
        }

        // Once each time at most: twice a second would bury everything else.
        Assert.InRange(node.Log.Split("The feed cannot be read: ").Length - 1, 0, 2);
        AssertNoCalls(node.Log);
        Assert.True(node.IsRunning);
    }

    [Fact]
    public async Task Database_that_goes_away_in_the_middle_of_everything_is_a_line_each_in_the_log()
    {
        await using var node = await ServerProcess.StartAsync(Address(), [], Clients);
        using var desk = new Desk(node.Address);
        await using var holder = new NpgsqlConnection(_cluster.ConnectionString());
        await holder.OpenAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table keys, clients, branding, webhooks", holder, held);
        await hold.ExecuteNonQueryAsync();

        // The ring, the origins, the webhooks and the branding are to be read again, and what is declared is to be applied.
        await _cluster.ExecuteAsync(
            """
            insert into feed (kind, key, epoch, until)
            select kind, '', 0, clock_timestamp() + interval '10 min' from unnest(array[21, 23, 24, 30]) kind
            """);
        await File.WriteAllTextAsync(
            Path.Combine(node.Folder, "test-declarations.json"), Clients.Replace("Read", "Read them", StringComparison.Ordinal));
        var page = desk.Channel.GetAsync("/account/login");
        // Two want the clients. A job may, too.
        await Eventually.SeeAsync(
            () => _cluster.AskAsync("select count(distinct relation) = 4 and count(*) >= 5 from pg_locks where locktype = 'relation' and not granted"),
            all => all == bool.TrueString);

        await _cluster.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await page).Status);
        foreach (var line in new[] { "The key ring could not", "origins could not", "Webhooks cannot be read", "Declarations could not" })
            await node.LogSaysAsync(line);
        await _cluster.StartAsync();
        await ReadyAsync(desk);
        AssertNoCalls(node.Log);
    }

    [Fact]
    public async Task Database_that_says_nothing_holds_up_no_health_check()
    {
        await using var wire = new Forwarder(_cluster.Port);
        await using var node = await ServerProcess.StartAsync(
            $"Host=127.0.0.1;Port={Text(wire.Port)};Username=postgres;Database=auth;SSL Mode=Disable", [], Clients);
        using var desk = new Desk(node.Address);
        var token = (await desk.MachineAsync("machine"))["access_token"]!;
        Assert.True(await desk.IsActiveAsync(token));
        wire.Hold();
        // The probes of orchestrators give up after some seconds; whether ours answers at all is what counts here.
        await UnreadyAsync(desk);
        Assert.Equal(HttpStatusCode.OK, (await desk.Channel.GetAsync("/health/live")).Status);
        // Those who ask wait together, not one after the other: that would take minutes.
        var unknown = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => desk.IntrospectAsync("watcher", token)));
        Assert.All(unknown, r => Assert.Equal(HttpStatusCode.ServiceUnavailable, r.Status));
        wire.LetGo();
        await ReadyAsync(desk);
        Assert.Equal(HttpStatusCode.OK, (await desk.MachineAsync("machine")).Status);
    }

    [Fact]
    public async Task Node_whose_clock_is_off_the_databases_is_not_ready_until_it_is_right()
    {
        // Our own clock cannot be moved, but the database's can: its own word for now is looked for in public first.
        await _cluster.ExecuteAsync(
            """
            create table public.skew (by interval not null);
            insert into public.skew values ('0');
            create function public.clock_timestamp() returns timestamptz language sql volatile as
                'select pg_catalog.clock_timestamp() + by from public.skew';
            alter database auth set search_path = public, pg_catalog;
            """);
        await using var node = await ServerProcess.StartAsync(Address(), [], Clients);
        using var desk = new Desk(node.Address);
        foreach (var (skew, isReady) in new[] { ("-30 s", false), ("1 s", true), ("30 s", false), ("-1 s", true) })
        {
            await _cluster.ExecuteAsync($"update public.skew set by = '{skew}'");
            if (isReady)
                await ReadyAsync(desk);
            else
                Assert.Equal("off", (await UnreadyAsync(desk))["clock"]);
        }
    }

    private string Address() => $"Host={_cluster.Folder};Port={Text(_cluster.Port)};Username=postgres;Database=auth";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task AllServeAsync(ServerProcess node, string token)
    {
        using var desk = new Desk(node.Address);
        var replies = await Task.WhenAll(Enumerable.Range(0, 48).Select(async i =>
        {
            using var person = new Browser(node.Address);
            if (i % 3 != 0)
                return await desk.IntrospectAsync("watcher", token);
            var page = await person.GetAsync("/account/login");
            var answer = await person.SubmitAsync(page, ("Email", "ada@example.org"), ("Password", "Correct-Horse-7"));
            return answer.Status == HttpStatusCode.Found ? await person.FollowAsync(answer) : answer;
        }));
        Assert.All(replies, r => Assert.True(r.Status == HttpStatusCode.OK, r.ToString()));
    }

    /// <summary>What was called, and by whom, says nothing of a database that is away: it buries what does.</summary>
    private static void AssertNoCalls(string log)
    {
        var lines = log.Split('\n');
        var first = Array.FindIndex(lines, l => l.Contains("   at ", StringComparison.Ordinal));
        Assert.True(first < 0, "A page of calls is in the log: " + string.Join('\n', lines[Math.Max(0, first - 6)..(first + 12)]));
    }

    private static Task<Reply> ReadyAsync(Desk desk) =>
        Eventually.SeeAsync(() => desk.Channel.GetAsync("/health/ready"), r => r.Status == HttpStatusCode.OK);

    private static Task<Reply> UnreadyAsync(Desk desk) => Eventually.SeeAsync(
        () => desk.Channel.GetAsync("/health/ready"), r => r.Status == HttpStatusCode.ServiceUnavailable);
}
