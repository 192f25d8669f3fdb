using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/audit: what happened, who did it, and whether the log is still what it was.</summary>
internal sealed class AuditCalls(AuditLog log, AuditSealer sealer, AuditVerifier verifier)
{
    private static readonly string[] Orders = ["-at"];
    private static readonly string[] CheckpointOrders = ["-number"];

    private readonly AuditLog _log = log;

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AuditCalls>(api.ServiceProvider);
        api.MapAdmin("GET", "/audit", AdminRights.Read, calls.ListAsync).WithSummary("What happened")
            .WithDescription("`q` is an id of an actor or target, or how an action begins.")
            .Takes([.. AuditParameters.Described, .. AuditParameters.Times]).Produces<Page<AuditEntry>>().Fails(Problems.ValidationFailed).WithMetadata(new ListOrders(Orders))
            .Example(null, new Page<AuditEntry>([Example], null));
        api.MapAdmin("GET", "/audit/{id}", AdminRights.Read, calls.GetAsync).WithSummary("An event")
            .Produces<AuditEntry>().Fails(Problems.NotFound).Example(null, Example);
        api.MapList("/audit/checkpoints", CheckpointOrders, (query, context) => calls._log.ListCheckpointsAsync(query, context.RequestAborted))
            .WithSummary("Checkpoints: what the log's last event was at some time")
            .WithDescription("Kept elsewhere, `statement` shows later that the log was cut off or written anew. It is a JWS by one of the keys at `jwks_uri`.")
            .Example(null, new Page<AuditCheckpoint>([CheckpointExample], null));
        api.MapAdmin("POST", "/audit/checkpoints", AdminRights.Security, calls.CheckpointAsync)
            .WithSummary("Put everything in order that has happened, and make a checkpoint of it")
            .Produces<AuditCheckpoint>(StatusCodes.Status201Created).Fails(Problems.NotFound).Example(null, CheckpointExample);
        api.MapAdmin("GET", "/audit/verification", AdminRights.Read, calls.VerifyAsync).WithSummary("Whether the log is what it was")
            .WithDescription("Reads all of it.")
            .Takes(("checkpoint", "The `statement` of one that was kept elsewhere: also whether the log still has what it had then."))
            .Produces<AuditVerification>().Example(null, VerificationExample);
    }

    private static AuditEntry Example { get; } = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        Number = 4711,
        At = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        Actor = new AuditActor("person", "0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e60", "admin-console", "192.0.2.7"),
        Action = AuditActions.UserLocked,
        Target = new AuditTarget(AuditTargets.User, "0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e61"),
        Reason = "A laptop was lost.",
        Seal = "q1Zr…",
    };

    private static AuditCheckpoint CheckpointExample { get; } = new(
        4711, "q1Zr…", new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), 212, "eyJhbGciOiJFUzI1NiIs…");

    private static AuditVerification VerificationExample { get; } = new()
    {
        Intact = false,
        Events = 4711,
        Unsealed = 0,
        Erased = 12,
        From = 1,
        To = 4711,
        Faults = [new AuditFault(AuditFaults.Changed, new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"), 17)],
    };

    private async Task<IResult> ListAsync(Administrator administrator, HttpContext context)
    {
        var (query, problem) = ListParameters.Read(context.Request.Query, Orders);
        if (query is null)
            return problem!; // one of the two is there
        var (filter, wrong) = AuditParameters.Read(context.Request.Query);
        return filter is null ? wrong! : Answer.Ok(await _log.ListAsync(filter, query, context.RequestAborted)); // likewise
    }

    private async Task<IResult> GetAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await _log.FindAsync(id, context.RequestAborted) is { } entry
            ? Answer.Ok(entry)
            : Problems.NotFound;

    private async Task<IResult> CheckpointAsync(Administrator administrator, HttpContext context) =>
        await sealer.MakeCheckpointAsync(context.RequestAborted) is { } made ? Answer.Created(made) : Problems.NotFound;

    private async Task<IResult> VerifyAsync(Administrator administrator, HttpContext context) =>
        Answer.Ok(await verifier.RunAsync(context.Request.Query["checkpoint"], context.RequestAborted));
}
