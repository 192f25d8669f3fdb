using System.ComponentModel.DataAnnotations;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Sessions;
using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>/api/account/sessions: where I am signed in.</summary>
internal sealed class SessionCalls(OwnSessions sessions)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<SessionCalls>(api.ServiceProvider);
        api.MapOwn("GET", "/sessions", calls.ListAsync).WithSummary("Where I am signed in")
            .Produces<ListAnswer<SessionAnswer>>().Example(null, new ListAnswer<SessionAnswer>([SessionAnswer.Example]));
        api.MapOwn("GET", "/sessions/{id}", calls.FindAsync).WithSummary("One of the places where I am signed in")
            .Produces<SessionAnswer>().Fails(Problems.NotFound).Example(null, SessionAnswer.Example);
        api.MapOwn("DELETE", "/sessions/{id}", calls.EndAsync).WithSummary("Sign out there")
            .WithDescription("The session and everything that apps got in it ends, refresh tokens included.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
        api.MapOwn("DELETE", "/sessions", calls.EndAllAsync).WithSummary("Sign out everywhere, here too")
            .Produces(StatusCodes.Status204NoContent);
    }

    private async Task<IResult> ListAsync(Caller caller, HttpContext context) =>
        Answer.Ok(new ListAnswer<SessionAnswer>(await ReadAsync(caller, context)));

    private async Task<IResult> FindAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && (await ReadAsync(caller, context)).FirstOrDefault(s => s.Id == id) is { } found
            ? Answer.Ok(found)
            : Problems.NotFound;

    private async Task<IResult> EndAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && await sessions.EndAsync(caller.UserId, id, context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;

    private async Task<IResult> EndAllAsync(Caller caller, HttpContext context)
    {
        await sessions.EndAllAsync(caller.UserId, context.RequestAborted);
        return Answer.Done;
    }

    private async Task<IReadOnlyList<SessionAnswer>> ReadAsync(Caller caller, HttpContext context) =>
        [.. (await sessions.ListAsync(caller.UserId, context.RequestAborted)).Select(s => SessionAnswer.Of(s, caller))];
}

/// <summary>A place where a person is signed in.</summary>
internal sealed record SessionAnswer
{
    [Required]
    public Guid Id { get; init; }

    /// <summary><c>browser</c>, or <c>native</c>: an app of ours.</summary>
    [Required]
    public string? Kind { get; init; }

    /// <summary>Browser and system in a few words.</summary>
    public string? Device { get; init; }

    [Required]
    public DateTimeOffset SignedInAt { get; init; }

    [Required]
    public DateTimeOffset LastSeenAt { get; init; }

    [Required]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether this call's token is of it.</summary>
    [Required]
    public bool Current { get; init; }

    /// <summary><c>client_id</c>s that got something in it.</summary>
    [Required]
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>For the description.</summary>
    public static readonly SessionAnswer Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        Kind = "native",
        Device = "Chrome on Android",
        SignedInAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 3, 2, 17, 4, 0, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 3, 9, 17, 4, 0, TimeSpan.Zero),
        Current = true,
        Apps = ["shop"],
    };

    public static SessionAnswer Of(OwnSession session, Caller caller) => new()
    {
        Id = session.Id,
        Kind = session.Kind is SessionKind.Native ? "native" : "browser",
        Device = session.Device,
        SignedInAt = session.SignedInAt,
        LastSeenAt = session.LastSeenAt,
        ExpiresAt = session.ExpiresAt,
        Current = session.Id == caller.Token.SessionId,
        Apps = session.Apps,
    };
}
