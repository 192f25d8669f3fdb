using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServer.Core.Data;
using AuthServer.Core.Recorder;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Protocol.Refusals;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/attempts: the flight recorder. What a client sent, which rule refused it, and what to change.</summary>
internal sealed class AttemptCalls(AttemptStore attempts, Recordings recordings)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AttemptCalls>(api.ServiceProvider);
        api.MapList<ListedAttempt>("/attempts", [.. AttemptStore.Orders], calls.ListAsync)
            .WithSummary("Requests of the protocol that were refused")
            .WithDescription("`q`: an attempt's id, or how its client, its error or its rule begins.")
            .Example(null, new Page<ListedAttempt>([ListedAttempt.Of(Example)], null));
        api.MapAdmin("GET", "/attempts/{id}", AdminRights.Read, calls.ShowAsync).WithSummary("One of them, explained")
            .WithDescription("`id` is what the client read in `Attempt-Id`, or the person on the error page; case and dashes do not matter.")
            .Produces<ShownAttempt>().Fails(Problems.NotFound).Example(null, new ShownAttempt(Example));
        api.MapAdmin<WantedRecording>("POST", "/attempts/recordings", AdminRights.Clients, calls.RecordAsync)
            .WithSummary("Record everything of a client for a while, and not only what is refused")
            .Produces<Recording>(StatusCodes.Status201Created).Fails(Problems.NotFound)
            .Example(new WantedRecording("web", 10, "Ticket 4711"), new Recording("web", Example.At.AddMinutes(10)));
    }

    private static Attempt Example { get; } = new()
    {
        Id = "7K3QM-9XW2T",
        At = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        Endpoint = "token",
        Method = "POST",
        ClientId = "web",
        Kind = "authorization_code",
        Error = "invalid_grant",
        Description = "the code is invalid, expired, used, or not this client's",
        Reason = "code_verifier does not match",
        Rule = "code.verifier",
        Received =
        [
            new ReceivedPart("authorization:", "Basic of web", 66), new ReceivedPart("grant_type", "authorization_code", 18),
            new ReceivedPart("code", null, 342), new ReceivedPart("code_verifier", null, 43),
        ],
        From = "203.0.113.7",
        Node = "auth-1",
    };

    private async Task<Page<ListedAttempt>> ListAsync(PageQuery query, HttpContext context) =>
        (await attempts.ListAsync(query, context.RequestAborted)).Select(ListedAttempt.Of);

    private async Task<IResult> ShowAsync(Administrator administrator, HttpContext context) =>
        await attempts.FindAsync(context.Request.RouteValues["id"] as string ?? "", context.RequestAborted) is { } found
            ? Answer.Ok(new ShownAttempt(found))
            : Problems.NotFound;

    private async Task<IResult> RecordAsync(Administrator administrator, WantedRecording body, HttpContext context)
    {
        var complaints = new Complaints();
        if (body.Minutes < 1 || body.Minutes > Recordings.Longest.TotalMinutes)
            complaints.Add("minutes", "out_of_range");
        Reasons.Judge(body.Reason, complaints);
        if (!complaints.IsEmpty)
            return Problems.Invalid(complaints);
        var until = await recordings.StartAsync(
            body.ClientId, TimeSpan.FromMinutes(body.Minutes), administrator.Because(body.Reason), context.RequestAborted);
        return until is { } end ? Answer.Created(new Recording(body.ClientId, end)) : Problems.NotFound;
    }
}

/// <summary>An attempt in a list.</summary>
internal sealed record ListedAttempt(string Id, DateTimeOffset At, string Endpoint)
{
    public string? ClientId { get; init; }

    public string? Kind { get; init; }

    public string? Error { get; init; }

    public string? Rule { get; init; }

    /// <summary>What happened, in one line.</summary>
    public string? Title { get; init; }

    public static ListedAttempt Of(Attempt attempt) => new(attempt.Id, attempt.At, attempt.Endpoint)
    {
        ClientId = attempt.ClientId,
        Kind = attempt.Kind,
        Error = attempt.Error,
        Rule = attempt.Rule,
        Title = attempt.Rule is { } rule && Explanations.Find(rule) is { } known ? known.Title : attempt.Description,
    };
}

/// <summary>An attempt, explained.</summary>
internal sealed record ShownAttempt : Attempt
{
    [SetsRequiredMembers]
    public ShownAttempt(Attempt attempt)
        : base(attempt) => Explanation = attempt.Rule is null ? null : Explanations.Find(attempt.Rule);

    /// <summary>Null: nothing was refused, or by a version of this server that knew another rule.</summary>
    public Explanation? Explanation { get; }
}

/// <summary>Of which client to record everything.</summary>
/// <param name="Minutes">1 to 60, from now.</param>
/// <param name="Reason">For the audit log; one line of at most 500 characters.</param>
internal sealed record WantedRecording([property: Required] string ClientId, int Minutes, string? Reason);

/// <summary>A recording.</summary>
/// <param name="Until">When it ends by itself.</param>
internal sealed record Recording(string ClientId, DateTimeOffset Until);
