using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>CLA: the life of a client's secrets.</summary>
public sealed class ClientSecretTests(StandardServer server) : IClassFixture<StandardServer>, IDisposable
{
    private readonly BackChannel _channel = server.NewBackChannel();

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task CLA_17_two_secrets_work_beside_each_other_and_an_expired_one_does_not()
    {
        var now = TimeProvider.System.GetUtcNow();
        var client = await server.NewClientWithSecretsAsync(
            "machine", ("expired-secret-0123456789", now.AddSeconds(-1)), ("old-secret-0123456789", now.AddHours(1)), ("new-secret-0123456789", null));

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, client, "old-secret-0123456789")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, client, "new-secret-0123456789")).Status);
        Outcome.T401(await AskAsync(_channel, client, "expired-secret-0123456789"));
    }

    [Fact]
    public async Task CLA_17_secret_expires_while_the_server_runs()
    {
        var client = await server.NewClientWithSecretsAsync(
            "machine", ("short-lived-0123456789", TimeProvider.System.GetUtcNow().AddSeconds(2)), ("lasting-0123456789", null));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, client, "short-lived-0123456789")).Status);
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        Outcome.T401(await AskAsync(_channel, client, "short-lived-0123456789"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, client, "lasting-0123456789")).Status);
    }

    [Fact]
    public async Task CLA_17_secret_that_was_deleted_is_refused_on_every_node_soon()
    {
        await using var second = await server.StartNodeAsync();
        using var other = new BackChannel(second.Address);
        var client = await server.NewClientWithSecretsAsync("machine", ("leaked-0123456789", null), ("sound-0123456789", null));
        foreach (var channel in (BackChannel[])[_channel, other])
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(channel, client, "leaked-0123456789")).Status);

        // As whoever edits a client does: the row and its line of the feed in one transaction.
        await server.ExecuteAsync(
            """
            WITH changed AS (UPDATE clients SET secrets = secrets - 0 WHERE client_id = $1 RETURNING client_id)
            INSERT INTO feed (kind, key, epoch, until) SELECT $2, client_id, 0, now() + interval '10 minutes' FROM changed
            """,
            client, (short)AuthServer.Core.Data.FeedKind.ClientChanged);
        foreach (var channel in (BackChannel[])[_channel, other])
        {
            for (var tries = 0; (await AskAsync(channel, client, "leaked-0123456789")).Status == HttpStatusCode.OK; tries++)
            {
                Assert.True(tries < 100, "the deleted secret still works");
                await Task.Delay(50);
            }

            Outcome.T401(await AskAsync(channel, client, "leaked-0123456789"));
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(channel, client, "sound-0123456789")).Status);
        }
    }

    [Fact]
    public async Task CLA_19_secret_stands_nowhere_but_as_a_hash()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_channel, "machine", StandardServer.Secret)).Status);
        Outcome.T401(await AskAsync(_channel, "machine", StandardServer.Secret + "-mistyped"));
        await _channel.TokenAsync(ClientLogin.Post("posting", StandardServer.Secret), ("grant_type", "password"));

        await server.Node.LogSaysAsync("unsupported_grant_type"); // of the last request: all is written by now
        Assert.DoesNotContain(StandardServer.Secret, server.Node.Log, StringComparison.Ordinal);
        var found = new List<string>();
        foreach (var table in (await server.ScalarAsync<string>(
            "SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'")).Split(','))
        {
            var rows = $"SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%' || $1 || '%'";
            if (await server.ScalarAsync<long>(rows, StandardServer.Secret) > 0)
                found.Add(table);
        }

        Assert.Empty(found);
        Assert.True(await server.ScalarAsync<long>("SELECT count(*) FROM clients t WHERE t::text LIKE '%' || $1 || '%'", "machine") > 0);
    }

    private static Task<Reply> AskAsync(BackChannel channel, string client, string secret) =>
        channel.TokenAsync(ClientLogin.Basic(client, secret), ("grant_type", "client_credentials"));
}
