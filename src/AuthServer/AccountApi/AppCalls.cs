using AuthServer.Core.Authorizations;
using AuthServer.Hosting;
using AuthServer.Protocol.Clients;

namespace AuthServer.AccountApi;

/// <summary>/api/account/apps: which apps I let in.</summary>
internal sealed class AppCalls(OwnApps apps, IClients clients)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AppCalls>(api.ServiceProvider);
        api.MapOwn("GET", "/apps", calls.ListAsync).WithSummary("Which apps I let in")
            .Produces<ListAnswer<AppAnswer>>().Example(null, new ListAnswer<AppAnswer>([AppAnswer.Example]));
        api.MapOwn("GET", "/apps/{id}", calls.FindAsync).WithSummary("One of the apps that I let in")
            .Produces<AppAnswer>().Fails(Problems.NotFound).Example(null, AppAnswer.Example);
        api.MapOwn("DELETE", "/apps/{id}", calls.EndAsync).WithSummary("Shut an app out")
            .WithDescription("All its tokens of this person end, in all sessions; the next time it asks, the person is asked.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private async Task<IResult> ListAsync(Caller caller, HttpContext context) =>
        Answer.Ok(new ListAnswer<AppAnswer>(await ReadAsync(caller, context.RequestAborted)));

    private async Task<IResult> FindAsync(Caller caller, HttpContext context) =>
        (await ReadAsync(caller, context.RequestAborted)).FirstOrDefault(a => a.Id == IdOf(context)) is { } found
            ? Answer.Ok(found)
            : Problems.NotFound;

    private async Task<IResult> EndAsync(Caller caller, HttpContext context) =>
        await apps.EndAsync(caller.UserId, IdOf(context), context.RequestAborted) ? Answer.Done : Problems.NotFound;

    private async Task<IReadOnlyList<AppAnswer>> ReadAsync(Caller caller, CancellationToken ct)
    {
        var answers = new List<AppAnswer>();
        foreach (var app in await apps.ListAsync(caller.UserId, ct))
        {
            var name = (await clients.FindAsync(app.ClientId, ct))?.Name ?? app.ClientId;
            answers.Add(new AppAnswer(app.ClientId, name, app.Scopes, app.AllowedAt, app.LastUsedAt));
        }

        return answers;
    }

    private static string IdOf(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";
}

/// <summary>An app that a person lets in.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="AllowedAt">The last time that the person agreed or signed in there.</param>
internal sealed record AppAnswer(
    string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset AllowedAt, DateTimeOffset? LastUsedAt)
{
    public static readonly AppAnswer Example = new(
        "web", "Web shop", ["email", "openid", "orders.read", "profile"], new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), null);
}
