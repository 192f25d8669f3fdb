using AuthServer.Core.Authorizations;
using AuthServer.Hosting;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.AccountApi;

/// <summary>/api/account/apps: which apps I let in.</summary>
internal sealed class AppCalls(OwnApps apps, IClients clients, IIssuer issuer)
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
            var client = await clients.FindAsync(app.ClientId, ct);
            answers.Add(new AppAnswer(app.ClientId, client?.Name ?? app.ClientId, app.Scopes, app.AllowedAt, app.LastUsedAt)
            {
                LoginUri = client is { Enabled: true, InitiateLoginUri: { } uri } ? WithIssuer(uri) : null,
            });
        }

        return answers;
    }

    /// <summary>The app signs people in by itself, once it knows where (OIDC Core §4).</summary>
    private string WithIssuer(string uri) =>
        $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}iss={Uri.EscapeDataString(issuer.Url)}";

    private static string IdOf(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";
}

/// <summary>An app that a person lets in.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="AllowedAt">The last time that the person agreed or signed in there.</param>
internal sealed record AppAnswer(
    string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset AllowedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>Opens the app with the person signed in; null: the app has no such address.</summary>
    public string? LoginUri { get; init; }

    public static readonly AppAnswer Example = new(
        "web", "Web shop", ["email", "openid", "orders.read", "profile"], new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), null)
    {
        LoginUri = "https://shop.example/login?iss=https%3A%2F%2Fid.example",
    };
}
