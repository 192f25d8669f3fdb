using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Data;

/// <summary>No statement of the hot path, and none of the purge, reads a table that grows as a whole.</summary>
public sealed partial class PlansTests(GrownDatabase grown) : IClassFixture<GrownDatabase>
{
    // As often as PostgreSQL needs to settle on a plan for a prepared statement, and once more.
    private const int Times = 8;

    private const int Batch = 1000;

    private static readonly Client App = new()
    {
        Id = "app1",
        Name = "App",
        Epoch = 1_000_000,
        Scopes = ScopeSet.Of(["openid", "offline_access"]),
    };

    private static int _next = 70_001;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private AuthorizationStore Store => grown.Node.GetRequiredService<AuthorizationStore>();

    private AuthorizationPurge Purge => grown.Node.GetRequiredService<AuthorizationPurge>();

    [Fact]
    public async Task A_scan_would_be_seen()
    {
        var plans = await grown.PlansOfAsync(() => grown.Node.ScalarAsync<long>("SELECT count(*) FROM authorizations WHERE acr = 'x'"));
        Assert.Equal("authorizations", Assert.Single(ScansOf(plans)));
    }

    [Theory]
    [InlineData("authorizations_sweep_at", "authorizations")]
    [InlineData("sessions_over_at", "sessions")]
    public async Task Purge_without_its_index_would_be_seen(string index, string table)
    {
        var definition = await grown.Node.ScalarAsync<string>("SELECT indexdef FROM pg_indexes WHERE indexname = $1", index);
        await grown.Node.ExecuteAsync($"DROP INDEX {index}");
        try
        {
            var plans = await grown.PlansOfAsync(async () =>
            {
                await Purge.SweepAsync(new(1), default);
                await grown.Node.GetRequiredService<SessionPurge>().SweepAsync(new(1), default);
            });
            Assert.Contains(table, ScansOf(plans));
        }
        finally
        {
            await grown.Node.ExecuteAsync(definition);
            await UsableAsync();
        }
    }

    /// <summary>An index made anew is none to a transaction that may still see rows from before it, in whatever database.</summary>
    private async Task UsableAsync()
    {
        var made = await grown.Node.ScalarAsync<long>("SELECT pg_current_xact_id()::text::bigint");
        const string Oldest = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        for (var waited = Stopwatch.StartNew(); await grown.Node.ScalarAsync<long>(Oldest) <= made;)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "somebody's transaction does not end");
            await Task.Delay(25);
        }
    }

    [Fact]
    public async Task No_index_stands_on_what_a_rotation_changes_or_none_would_be_hot()
    {
        const string Sql =
            """
            SELECT string_agg(a.attname, ' ' ORDER BY a.attname) FROM pg_index i
            JOIN pg_depend d ON d.objid = i.indexrelid AND d.refobjid = i.indrelid
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
            WHERE i.indrelid = $1::text::regclass AND a.attname = ANY ($2)
            """;
        Assert.Equal("", await IndexedAsync(
            "authorizations", "refresh_expires_at", "generation", "previously_rotated_at", "rotated_at", "key_id"));
        Assert.Equal("", await IndexedAsync("sessions", "last_seen_at"));
        Assert.Equal("ended_at expires_at", await IndexedAsync("sessions", "expires_at", "ended_at"));

        Task<string> IndexedAsync(string table, params string[] columns) =>
            grown.Node.ScalarAsync<string>($"SELECT coalesce(({Sql}), '')", table, columns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Codes_are_redeemed_alone_and_together(bool asksPeople) => NoScanAsync("INSERT INTO authorizations", async () =>
    {
        var client = App with { RequireConsent = asksPeople };
        var redeemed = await AtOnceAsync(_ => Store.RedeemAsync(Pending(Next()), client, default));
        Assert.All(redeemed, r => Assert.Equal(Redemption.First, r));
        Assert.Equal(Redemption.First, await Store.RedeemAsync(Pending(Next()), client, default));
    });

    [Fact]
    public Task Code_comes_twice() => NoScanAsync("INSERT INTO feed", async () =>
    {
        var pending = Pending(Next());
        Assert.Equal(Redemption.First, await Store.RedeemAsync(pending, App, default));
        Assert.Equal(Redemption.Replayed, await Store.RedeemAsync(pending, App, default));
    });

    [Fact]
    public Task Code_is_burnt() => NoScanAsync("code_burnt", () => Store.BurnAsync(
        new IssuedCode
        {
            AuthorizationId = Guid.CreateVersion7(),
            UserId = Id("user", 1),
            ClientId = App.Id,
            SessionId = Id("session", 2),
            RedirectUri = "",
            Scopes = ScopeSet.Empty,
            AuthTime = Now,
            ExpiresAt = Now,
        },
        "a test", default));

    [Fact]
    public Task Refresh_tokens_are_rotated_alone_and_together() => NoScanAsync("UPDATE authorizations", async () =>
    {
        var rotated = await AtOnceAsync(_ => Store.RotateAsync(new Refresh(TokenOf(Next()), App, ScopeSet.Empty, 1), default));
        Assert.All(rotated, r => Assert.Equal(Rotation.Good, r.Outcome));
    });

    [Fact]
    public Task Refresh_token_is_introspected() => NoScanAsync("authorizations", async () =>
        Assert.NotNull(await Store.FindAsync(TokenOf(Next()), App, default)));

    [Fact]
    public Task Refresh_token_comes_twice() => NoScanAsync("INSERT INTO feed", () =>
        Store.EndAsync(Id("authorization", Next()), App.Id, EndReasons.Revoked, default));

    [Fact]
    public Task Session_is_read_and_seen() => NoScanAsync("UPDATE sessions", async () =>
        Assert.NotNull(await grown.Node.GetRequiredService<LiveSessions>().FindAsync(await BeginAsync(), default)));

    [Fact]
    public Task User_is_read() => NoScanAsync("FROM users", async () =>
        Assert.NotNull(await grown.Node.GetRequiredService<SubjectCache>().LoadAsync(Id("user", Next() / 2), default)));

    [Fact]
    public Task Consent_is_read() => NoScanAsync("FROM consents", async () =>
        Assert.NotNull(await grown.Node.GetRequiredService<IConsents>().FindAsync(Id("user", 1), "app2", default)));

    [Fact]
    public Task Feed_is_read() => NoScanAsync("pg_snapshot_xmin", async () =>
    {
        // Nothing else makes it poll again.
        await Task.Delay(FeedReader.Trust + FeedReader.Rhythm);
        await grown.Node.GetRequiredService<FeedReader>().EnsureFreshAsync(default);
    });

    [Fact]
    public Task Request_is_parked_found_and_consumed() => NoScanAsync("consumed_at", async () =>
    {
        var requests = grown.Node.GetRequiredService<IParkedRequests>();
        var handle = await requests.ParkAsync("x", Now, null, default);
        Assert.NotNull(await requests.FindAsync(handle, "browser", default));
        Assert.True(await requests.ConsumeAsync(handle, default));
    });

    [Fact]
    public Task Pushed_request_is_kept_found_and_consumed() => NoScanAsync("FROM pushed_requests", async () =>
    {
        var requests = grown.Node.GetRequiredService<IPushedRequests>();
        var handle = await requests.PushAsync(App.Id, "x", Now.AddHours(1), default);
        Assert.NotNull(await requests.FindAsync(handle, App.Id, default));
        Assert.True(await requests.ConsumeAsync(handle, default));
    });

    [Fact]
    public Task Long_code_is_kept_and_found() => NoScanAsync("FROM long_codes", async () =>
    {
        var drawer = grown.Node.GetRequiredService<ICodeDrawer>();
        Assert.NotNull(await drawer.FindAsync(await drawer.PutAsync("x", Now.AddHours(1), default), default));
    });

    [Fact]
    public Task Signed_object_is_remembered() => NoScanAsync("INTO replays", async () =>
        Assert.True(await grown.Node.GetRequiredService<IReplayGuard>()
            .ConsumeAsync("test", App.Id, Guid.CreateVersion7().ToString(), Now.AddHours(1), default)));

    [Fact]
    public Task Purge_of_authorizations() => NoScanAsync("DELETE FROM authorizations", () => Purge.SweepAsync(new(Batch), default));

    [Fact]
    public Task Purge_of_sessions() => NoScanAsync("DELETE FROM sessions", () =>
        grown.Node.GetRequiredService<SessionPurge>().SweepAsync(new(Batch), default));

    [Fact]
    public Task Purge_of_the_rest() => NoScanAsync("DELETE FROM replays", async () =>
    {
        await grown.Node.GetRequiredService<FeedPurge>().SweepAsync(new(Batch), default);
        await Purge.SweepRequestsAsync(new(Batch), default);
        await Purge.SweepPushedAsync(new(Batch), default);
        await Purge.SweepCodesAsync(new(Batch), default);
        await Purge.SweepReplaysAsync(new(Batch), default);
    });

    [Theory]
    [InlineData("4321", "Bitmap Index Scan on users_text")] // few of them, wherever they are
    [InlineData("u4321@example.org", "Index Scan on users_text")]
    [InlineData("zz", "Bitmap Index Scan on users_text")] // nobody begins so
    public Task Few_people_are_found_by_what_is_known_of_them(string text, string plan) => LookUpAsync(new UserFilter(), text, plan);

    [Fact]
    public Task Those_who_are_locked_are_found() => LookUpAsync(new UserFilter(Locked: true), null, "users_locked");

    [Fact]
    public Task Those_who_are_not_verified_are_found() => LookUpAsync(new UserFilter(Verified: false), null, "users_email_unverified");

    /// <summary>What the walk along the order does not fill is looked up; that walk alone is bounded, and may read as it likes.</summary>
    private async Task LookUpAsync(UserFilter filter, string? text, string plan)
    {
        var query = new PageQuery(text, ListOrder.Parse("-created_at"), null, 50);
        var plans = await grown.PlansOfAsync(() => grown.Node.GetRequiredService<UserSearch>().ListAsync(query, filter, default));
        var lookUp = Assert.Single(plans, p => p.Contains("WITH found", StringComparison.Ordinal));
        Assert.Contains(plan, lookUp, StringComparison.Ordinal);
        Assert.Empty(ScansOf([lookUp]));
    }

    /// <summary>Does it until the plans have settled.</summary>
    /// <param name="statement">Part of one statement that must have run.</param>
    private async Task NoScanAsync(string statement, Func<Task> action)
    {
        var plans = await grown.PlansOfAsync(async () =>
        {
            for (var i = 0; i < Times; i++)
                await action();
        });
        Assert.Contains(plans, p => p.Contains(statement, StringComparison.Ordinal));
        var bad = plans.FirstOrDefault(p => ScansOf([p]).Count > 0);
        Assert.True(bad is null, bad);
    }

    private static List<string> ScansOf(IEnumerable<string> plans) =>
        [.. plans.SelectMany(p => Scan().Matches(p)).Select(m => m.Groups[1].Value)];

    // There are few clients, and roles.
    [GeneratedRegex("Seq Scan on (authorizations|sessions|users|consents|feed|parked_requests|pushed_requests|long_codes|replays)")]
    private static partial Regex Scan();

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> action) =>
        Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => action(i))));

    /// <summary>A live row that no other test uses, of app1.</summary>
    private static int Next() => Interlocked.Add(ref _next, 10);

    /// <summary>As the fixture made it.</summary>
    private static Guid Id(string what, int i) => Guid.ParseExact(
#pragma warning disable CA5351 // ids of a test
        Convert.ToHexString(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(what + i.ToString(CultureInfo.InvariantCulture)))), "N");
#pragma warning restore CA5351

    private static RefreshToken TokenOf(int i)
    {
        var seed = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
        var generation = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(generation, 1);
        return new RefreshToken(Id("authorization", i), 1, SHA256.HashData([.. seed, .. generation])[..16]);
    }

    private static PendingAuthorization Pending(int i) => new(
        new Authorization
        {
            Id = Guid.CreateVersion7(),
            UserId = Id("user", i / 2),
            Subject = "",
            ClientId = App.Id,
            SessionId = Id("session", i),
            Scopes = ScopeSet.Of(["openid"]),
            AuthTime = Now,
            Methods = ["pwd"],
            Epochs = new Protocol.Issuing.Epochs(1_000_000, 1_000_000, 0),
        },
        new byte[32], 1);

    /// <summary>A session that was last seen a while ago.</summary>
    private async Task<Guid> BeginAsync()
    {
        var session = await grown.Node.BeginAsync(
            new NewSession(Id("user", Next() / 2), 1_000_000, SessionKind.Browser, ["pwd"], null, false));
        await grown.Node.ExecuteAsync("UPDATE sessions SET last_seen_at = $2 WHERE id = $1", session.Id, Now.AddMinutes(-5));
        return session.Id;
    }
}
