using System.Data.Common;
using AuthServer.Hosting;
using Npgsql;
using Quartz;

namespace AuthServer.Jobs;

/// <summary>Quartz, on the server's own database and connections.</summary>
internal static class ScheduleSetup
{
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);

    /// <summary>Adds a scheduler that <see cref="ScheduleRunner"/> starts: not before the database is open.</summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services, Action<IQuartzBuilder> jobs)
    {
        services.AddSingleton<DbDataSource>(p => p.GetRequiredService<NpgsqlDataSource>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o => (o.InstanceName, o.GenerateInstanceId) = ("authserver", true));
            services.Configure<SchedulingOptions>(o =>
                (o.OverwriteExistingData, o.ScheduleTriggerRelativeToReplacedTrigger) = (true, true));
            quartz.UseDefaultThreadPool(4);
            quartz.AddSchedulerListener<FaultySchedule>();
            quartz.AddJobMiddleware<FaultyJobs>();
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.UseSystemTextJsonSerializer();
                store.UseClustering(o => (o.CheckinInterval, o.CheckinMisfireThreshold) = (CheckIn, CheckIn));
                store.ProvisionSchema();
            });
            jobs(quartz);
        });
        services.Configure<LoggerFilterOptions>(o => o.Rules.Add(new LoggerFilterRule(null, "Quartz", LogLevel.None, null)));
        services.AddHostedService<ScheduleRunner>();
        services.AddSingleton<UnusedPages>();
        services.AddHostedService<ChoreRunner>();
        return services;
    }

    /// <summary>One job, at once and then in its rhythm; a run that was missed is not made up for.</summary>
    public static IQuartzBuilder Every<TJob>(this IQuartzBuilder quartz, TimeSpan rhythm)
        where TJob : class, IJob
    {
        var name = typeof(TJob).Name;
        quartz.AddJob<TJob>(job => job.WithIdentity(name).DisallowConcurrentExecution());
        quartz.AddTrigger<TJob>(trigger => trigger.ForJob(name).WithIdentity(name).StartNow().WithSimpleSchedule(s => s
            .WithInterval(rhythm).RepeatForever()
            .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
        return quartz;
    }
}
