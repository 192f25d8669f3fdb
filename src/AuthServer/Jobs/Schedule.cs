namespace AuthServer.Jobs;

/// <summary>
/// Everything that a clock starts, and its rhythm. Jobs of the server run once however many nodes there are: Quartz keeps
/// them in the database, and writes seven transactions for each run. Chores are done by each node: those about its own memory,
/// and those for which finding that there is nothing to do costs less than finding out whose turn it is.
/// </summary>
internal static class Schedule
{
    /// <summary>What the server does.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services.AddSchedule(jobs => jobs
        .Every<RecordChangesJob>(TimeSpan.FromMinutes(1))
        .Every<RotateKeysJob>(TimeSpan.FromHours(1))
        .Every<PurgeRequestsJob>(TimeSpan.FromMinutes(10))
        .Every<PurgeFeedJob>(TimeSpan.FromMinutes(10))
        .Every<PurgeCodesJob>(TimeSpan.FromMinutes(10))
        .Every<PurgeAttemptsJob>(TimeSpan.FromMinutes(10))
        .Every<PurgeSignInGuardJob>(TimeSpan.FromMinutes(30))
        .Every<PurgeRegistrationsJob>(TimeSpan.FromHours(1))
        .Every<PurgeSessionsJob>(TimeSpan.FromHours(1))
        .Every<PurgeAuthorizationsJob>(TimeSpan.FromHours(1))
        .Every<PurgeClientsJob>(TimeSpan.FromHours(1))
        .Every<PurgeMessagesJob>(TimeSpan.FromHours(1))
        .Every<PurgeAuditJob>(TimeSpan.FromHours(1))
        .Every<PurgeWebhooksJob>(TimeSpan.FromHours(1))
        .Every<PurgeStatisticsJob>(TimeSpan.FromDays(1)));

    /// <summary>
    /// What jobs were called that are no more: Quartz keeps them in the database, and would look for their types. A new name
    /// for an old job is no good idea either: nodes of before, which look for its type while they are replaced one by one,
    /// would mark it as broken for all.
    /// </summary>
    public static IReadOnlyList<string> Retired => ["DeliverMessagesJob", "DeliverNoticesJob", "DeliverWebhooksJob", "SealAuditJob"];

    /// <summary>What each node does.</summary>
    public static IEnumerable<Chore> Chores(IServiceProvider node) =>
    [
        new(TimeSpan.FromSeconds(2), "put the audit log in order", node.SealAuditAsync),
        new(TimeSpan.FromSeconds(3), "deliver what is due", node.DeliverAsync),
        new(TimeSpan.FromMinutes(1), "forget expired revocations", node.ForgetRevocationsAsync),
        new(TimeSpan.FromMinutes(1), "forget recordings that ended", node.ForgetRecordingsAsync),
        new(TimeSpan.FromMinutes(1), "give unused memory back", node.GiveBackMemoryAsync),
        new(TimeSpan.FromMinutes(10), "note which clients are in use", node.NoteClientsAsync),
        new(TimeSpan.FromMinutes(1), "write down sign-ins that failed", node.WriteFailedSignInsAsync) { IsAlsoLast = true },
        new(TimeSpan.FromMinutes(1), "write down what was counted", node.WriteStatisticsAsync),
        new(TimeSpan.FromSeconds(10), "measure the outbox", node.MeasureOutboxAsync),
    ];
}
