using AuthServer.Core.Data;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class DataSourceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Database_that_takes_no_writes_is_refused_until_it_does()
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var one = Source(address.ConnectionString);
        await using var several = Source(new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            Host = $"{address.Host},{address.Host}",
        }.ConnectionString);
        await ExecuteAsync($"alter database {address.Database} set default_transaction_read_only = on");
        Assert.Contains("read-only", Refusal(one), StringComparison.Ordinal);
        Assert.NotNull(Refusal(several));

        await ExecuteAsync($"""
            begin; set transaction read write;
            alter database {address.Database} reset default_transaction_read_only;
            commit
            """);
        Assert.Null(Refusal(one));
        Assert.Null(Refusal(Source(several.ConnectionString)));
    }

    [Fact]
    public async Task Broken_connections_are_replaced_at_once()
    {
        await using var source = Source(database.ConnectionString);
        var pid = await PidAsync(source);
        await ExecuteAsync($"select pg_terminate_backend({pid})");
        // Told by the server, or found out when writing: both happen.
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => PidAsync(source));
        Assert.NotEqual(pid, await PidAsync(source));
    }

    private static NpgsqlDataSource Source(string address) =>
        DataRegistration.CreateDataSource(new DatabaseOptions { ConnectionString = address });

    private static string? Refusal(NpgsqlDataSource source)
    {
        try
        {
            using var connection = source.OpenConnection();
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    private static async Task<int> PidAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pg_backend_pid()");
        return (int)(await command.ExecuteScalarAsync() ?? 0);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
