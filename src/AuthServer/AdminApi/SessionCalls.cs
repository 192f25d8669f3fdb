using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/sessions: who is signed in where, and which apps know that a sign-in is over.</summary>
internal sealed class SessionCalls(SessionDirectory sessions, SessionNotices notices, SessionEndings endings)
{
    private static readonly ListFilter[] Filters =
    [
        ListFilter.Id("user", "Only those of this person."), ListFilter.OneOf("state", Words.States),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<SessionCalls>(api.ServiceProvider);
        api.MapList("/sessions", TimeOrder.Orders, Filters, calls.ListAsync).WithSummary("Who is signed in where")
            .WithDescription("`q`: how the person's address begins. What is over is kept for about a day.")
            .Example(null, new Page<AdminSession>([AdminSession.Example], null));
        api.MapAdmin("GET", "/sessions/{id}", AdminRights.Read, calls.FindAsync).WithSummary("A session, and which apps know of its end")
            .Produces<EndedSession>().Fails(Problems.NotFound).Example(null, EndedSession.Example);
        api.MapAdmin("DELETE", "/sessions/{id}", AdminRights.Support, calls.EndAsync).WithSummary("End a session")
            .WithDescription("With everything that apps got in it, refresh tokens included.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private async Task<Page<AdminSession>> ListAsync(Administrator by, PageQuery query, Narrowing only, CancellationToken ct) =>
        (await sessions.ListAsync(query, only.Id("user"), Words.LiveOf(only["state"]), ct)).Select(AdminSession.Of);

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context)
    {
        if (context.FindId("id") is not { } id || await sessions.FindAsync(id, context.RequestAborted) is not { } session)
            return Problems.NotFound;
        var told = await notices.ListAsync(id, context.RequestAborted);
        return Answer.Ok(new EndedSession(AdminSession.Of(session), [.. told.Select(LogoutNotice.Of)]));
    }

    private async Task<IResult> EndAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id
        && await endings.EndAsync(null, id, administrator.Because(), context.RequestAborted) is not null
            ? Answer.Done
            : Problems.NotFound;
}

/// <summary>A session.</summary>
internal sealed record AdminSession
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string? Email { get; init; }

    public required string? Name { get; init; }

    /// <summary><c>browser</c>, or <c>native</c>: an app of ours.</summary>
    public required string Kind { get; init; }

    /// <summary>Browser and system in a few words.</summary>
    public required string? Device { get; init; }

    /// <summary>How the person proved who they are (RFC 8176).</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><c>live</c>, or <c>over</c>: ended, or run out.</summary>
    public required string State { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// <c>replaced</c> (they signed in again in the same browser), <c>signed_out</c>, <c>revoked</c>, <c>password_changed</c>,
    /// <c>user_closed</c>; null where it was not ended.
    /// </summary>
    public required string? EndReason { get; init; }

    /// <summary><c>client_id</c>s that got something in it.</summary>
    public required IReadOnlyList<string> Apps { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminSession Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        UserId = new Guid("0195c2a4-0000-7f10-9a53-3b1f0d2c4e5f"),
        Email = "ada@example.org",
        Name = "Ada Example",
        Kind = "browser",
        Device = "Firefox on Linux",
        Methods = ["pwd"],
        SignedInAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 3, 1, 17, 4, 0, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
        State = "over",
        EndedAt = new DateTimeOffset(2026, 3, 1, 17, 5, 0, TimeSpan.Zero),
        EndReason = "signed_out",
        Apps = ["shop"],
    };

    public static AdminSession Of(ListedSession session) => new()
    {
        Id = session.Id,
        UserId = session.UserId,
        Email = session.Email,
        Name = session.Name,
        Kind = session.Kind is SessionKind.Native ? "native" : "browser",
        Device = session.Device,
        Methods = session.Methods,
        SignedInAt = session.SignedInAt,
        LastSeenAt = session.LastSeenAt,
        ExpiresAt = session.ExpiresAt,
        State = Words.StateOf(session.Live),
        EndedAt = session.EndedAt,
        EndReason = Words.Of(session.EndReason),
        Apps = session.Apps,
    };
}

/// <summary>A session, and what its apps were told of its end.</summary>
/// <param name="Notices">One for each app that wants to be told (<c>backchannel_logout_uri</c>); none while it lasts.</param>
internal sealed record EndedSession(AdminSession Session, IReadOnlyList<LogoutNotice> Notices)
{
    /// <summary>For the description.</summary>
    public static readonly EndedSession Example = new(AdminSession.Example, [LogoutNotice.Example]);
}

/// <summary>What an app was told of a session's end (OIDC Back-Channel Logout), and what it said.</summary>
internal sealed record LogoutNotice
{
    public required Guid Id { get; init; }

    public required string ClientId { get; init; }

    /// <summary>
    /// <c>owed</c> (it will be told, again), <c>acknowledged</c>, or <c>given_up</c> after a day, or because it has no address any more.
    /// </summary>
    public required string State { get; init; }

    public required DateTimeOffset OwedSince { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The HTTP status of its last answer; null: there was none.</summary>
    public required int? Status { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is told next; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>For the description.</summary>
    public static readonly LogoutNotice Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e60"),
        ClientId = "shop",
        State = "acknowledged",
        OwedSince = new DateTimeOffset(2026, 3, 1, 17, 5, 0, TimeSpan.Zero),
        Attempts = 1,
        AcknowledgedAt = new DateTimeOffset(2026, 3, 1, 17, 5, 1, TimeSpan.Zero),
        Status = 200,
        LastError = null,
        NextAttemptAt = null,
    };

    public static LogoutNotice Of(SessionNotice notice) => new()
    {
        Id = notice.Id,
        ClientId = notice.ClientId,
        State = Words.OfNotice(notice.State),
        OwedSince = notice.OwedSince,
        Attempts = notice.Attempts,
        AcknowledgedAt = notice.AcknowledgedAt,
        Status = notice.Status,
        LastError = notice.LastError,
        NextAttemptAt = notice.NextAttemptAt,
    };
}
