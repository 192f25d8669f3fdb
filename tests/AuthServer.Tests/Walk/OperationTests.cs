using System.Net;
using AuthServer.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Starting, waiting and changing while running.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task Server_starts_without_a_database_says_so_and_recovers_by_itself()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await ExecuteAsync(database, $"alter database {name} rename to {name}_away");
        await using var node = await ServerProcess.LaunchAsync(database.ConnectionString, []);
        using var channel = new BackChannel(node.Address);

        var waiting = await Eventually.SeeAsync(() => channel.GetAsync("/health/ready"), r => r.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("no answer", waiting["database"]);
        Assert.Equal(HttpStatusCode.OK, (await channel.GetAsync("/health/live")).Status);
        var refused = await channel.TokenAsync(ClientLogin.Public("x"), ("grant_type", "authorization_code"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Header("Retry-After"));

        await ExecuteAsync(database, $"alter database {name}_away rename to {name}");
        await Eventually.SeeAsync(() => channel.GetAsync("/health/ready"), r => r.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Declarations_that_change_are_applied_while_running()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.StartAsync(database.ConnectionString, [], """{"branding":{"name":"Before"}}""");
        using var browser = new Browser(node.Address);
        Assert.Contains("Before", (await browser.GetAsync("/account/login")).Text, StringComparison.Ordinal);

        var file = Path.Combine(node.Folder, "test-declarations.json");
        await File.WriteAllTextAsync(file, """{"branding":{"nmae":"Typo"}}""");
        await Eventually.SeeAsync(() => Task.FromResult(node.Log), log => log.Contains("nmae", StringComparison.Ordinal));
        Assert.Contains("Before", (await browser.GetAsync("/account/login")).Text, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, """{"branding":{"name":"After"}}""");
        await Eventually.SeeAsync(() => browser.GetAsync("/account/login"), r => r.Text.Contains("After", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_does_not_start_with_declarations_that_cannot_be_read()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var node = await ServerProcess.LaunchAsync(
            database.ConnectionString, [], """{"clients":[{"client_id":"web","redirect_uri":["https://app.example/cb"]}]}""");
        Assert.Equal(1, await node.WaitForExitAsync());
        Assert.Contains("test-declarations.json", node.Log, StringComparison.Ordinal);
        Assert.Contains("redirect_uris", node.Log, StringComparison.Ordinal); // the nearest name
    }

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
