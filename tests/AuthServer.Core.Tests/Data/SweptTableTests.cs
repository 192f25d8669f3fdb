using System.Reflection;
using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

/// <summary>Whatever is swept is found in the order of an index: of each table that the code declares.</summary>
public sealed class SweptTableTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly SweptTable[] Declared = [.. typeof(SweptTable).Assembly.GetTypes()
        .Where(t => !t.ContainsGenericParameters)
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
        .Select(f => f.FieldType == typeof(SweptTable) ? (SweptTable)f.GetValue(null)!
            : f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(PostTable<>)
            ? (SweptTable)f.FieldType.GetProperty(nameof(PostTable<>.Swept))!.GetValue(f.GetValue(null))!
            : null).OfType<SweptTable>()];

    [Fact]
    public async Task Each_has_an_index_to_be_swept_by()
    {
        Assert.True(Declared.Length >= 14, $"{Declared.Length} were found");
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        foreach (var table in Declared)
        {
            var plan = await PlanOfAsync(connection, table);
            Assert.True(plan.Contains("Index Scan", StringComparison.Ordinal) && plan.Contains("Tid Scan", StringComparison.Ordinal)
                && !plan.Contains("Seq Scan", StringComparison.Ordinal) && !plan.Contains("Sort", StringComparison.Ordinal), plan);
        }
    }

    [Fact]
    public async Task One_without_an_index_would_be_seen()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var plan = await PlanOfAsync(connection, new SweptTable("attempts", due: "at + interval '1 s'"));
        Assert.Contains("Sort", plan, StringComparison.Ordinal);
    }

    // The tables are empty, and PostgreSQL would read any of them as a whole, or sort it, if it might.
    private static async Task<string> PlanOfAsync(NpgsqlConnection connection, SweptTable table)
    {
        var held = table.HeldUntil is null ? "" : ", 'now'";
        await using var command = new NpgsqlCommand(
            $"""
            SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET plan_cache_mode = force_generic_plan;
            PREPARE swept AS {table.Delete};
            EXPLAIN EXECUTE swept ('-infinity', 'infinity', 50{held})
            """,
            connection);
        var lines = new List<string> { table.Delete };
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
                lines.Add(row.GetString(0));
        }

        await using var forget = new NpgsqlCommand("DEALLOCATE swept", connection);
        await forget.ExecuteNonQueryAsync();
        return string.Join('\n', lines);
    }
}
