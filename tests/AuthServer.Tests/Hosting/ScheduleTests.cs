using AuthServer.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What Quartz keeps in the database from one version to the next.</summary>
public sealed class ScheduleTests
{
    // Of both nodes: each has a folder of its own, and would make one there.
    private static readonly (string Name, string Value)[] Secret = [("Keys:EncryptionSecret", "a secret of tests, and of nothing else at all")];

    [Fact]
    public async Task Job_of_an_earlier_version_is_forgotten_and_asked_for_no_more()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using var rows = NpgsqlDataSource.Create(database.ConnectionString);
        await using (await ServerProcess.StartAsync(database.ConnectionString, Secret))
            await Eventually.TrueAsync(async () => (await JobsAsync(rows)).Contains("RecordChangesJob", StringComparison.Ordinal));
        // As that version left it: of a type that is not there, and due.
        await using (var earlier = rows.CreateCommand(
            """
            create table job as table qrtz_job_details;
            update job set job_name = 'DeliverNoticesJob', job_class_name = 'AuthServer.Jobs.DeliverNoticesJob, AuthServer';
            insert into qrtz_job_details select * from job limit 1;
            create table trigger as select * from qrtz_triggers where trigger_name = 'RecordChangesJob';
            update trigger set trigger_name = 'DeliverNoticesJob', job_name = 'DeliverNoticesJob', trigger_state = 'WAITING';
            insert into qrtz_triggers select * from trigger;
            create table simple as select * from qrtz_simple_triggers where trigger_name = 'RecordChangesJob';
            update simple set trigger_name = 'DeliverNoticesJob';
            insert into qrtz_simple_triggers select * from simple
            """))
            await earlier.ExecuteNonQueryAsync();
        Assert.Contains("DeliverNoticesJob", await JobsAsync(rows), StringComparison.Ordinal);

        await using var node = await ServerProcess.StartAsync(database.ConnectionString, Secret);
        await Eventually.TrueAsync(async () => !(await JobsAsync(rows)).Contains("DeliverNoticesJob", StringComparison.Ordinal));
        Assert.DoesNotContain("DeliverNoticesJob", node.Log, StringComparison.Ordinal);
    }

    private static async Task<string> JobsAsync(NpgsqlDataSource rows)
    {
        await using var there = rows.CreateCommand("select to_regclass('qrtz_job_details') is not null");
        if (await there.ExecuteScalarAsync() is not true)
            return "";
        await using var names = rows.CreateCommand("select coalesce(string_agg(job_name, ' '), '') from qrtz_job_details");
        return (string)(await names.ExecuteScalarAsync() ?? "");
    }
}
