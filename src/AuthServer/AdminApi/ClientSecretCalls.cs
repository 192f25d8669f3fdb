using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>
/// /api/admin/clients/{client_id}/secrets: two may live at a time, so that a new one is in place before the old one ends.
/// </summary>
internal sealed class ClientSecretCalls(TimeProvider clock)
{
    private const string Path = "/clients/{client_id}/secrets";
    private const long MaxSeconds = 10L * 366 * 24 * 60 * 60;

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<ClientSecretCalls>(api.ServiceProvider);
        api.MapListOf(Path, ["-created_at"], ListAsync).WithSummary("The secrets of a client that are in force")
            .WithDescription("Never the secrets themselves. `q` is looked for in ids.")
            .Example(null, new Page<ClientSecret>([Example], null));
        api.MapAdmin<NewClientSecret>("POST", Path, AdminRights.Clients, calls.AddAsync).WithSummary("Make a secret for a client")
            .WithDescription("It is shown this once. Of two that are in force, one has to be removed first, or end with `others_expire_in` 0.")
            .Produces<ShownClientSecret>(StatusCodes.Status201Created)
            .Fails(Problems.NotFound, Problems.LimitReached, Problems.PreconditionFailed)
            .Example(new NewClientSecret(null, 86_400), new ShownClientSecret(Example.Id, "k3Jv…", Example.CreatedAt, null));
        api.MapAdmin("DELETE", Path + "/{id}", AdminRights.Clients, RemoveAsync).WithSummary("Remove a secret of a client")
            .WithDescription("Nobody gets in with it any more.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.PreconditionFailed);
    }

    private static ClientSecret Example { get; } = new("hZ3kQ0vLbX2w", new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), null);

    private static async Task<Page<ClientSecret>?> ListAsync(PageQuery query, HttpContext context) =>
        await context.RequestServices.GetRequiredService<ClientSecrets>().ListAsync(IdOf(context), context.RequestAborted) is { } found
            ? WholeList.Page(found, query, s => new Cursor(WholeList.TextOf(s.CreatedAt), s.Id), s => [s.Id])
            : null;

    private async Task<IResult> AddAsync(Administrator administrator, NewClientSecret body, HttpContext context)
    {
        var now = clock.GetUtcNow();
        var complaints = new Complaints();
        if (body.ExpiresAt is { } end && (end <= now || end > now.AddSeconds(MaxSeconds)))
            complaints.Add("expires_at", "out_of_range");
        if (body.OthersExpireIn is < 0 or > MaxSeconds)
            complaints.Add("others_expire_in", "out_of_range");
        if (!complaints.IsEmpty)
            return Problems.Invalid(complaints);
        var outcome = await context.RequestServices.GetRequiredService<ClientEdits>().AddSecretAsync(
            IdOf(context), body.ExpiresAt?.ToUniversalTime(), body.OthersExpireIn is { } rest ? TimeSpan.FromSeconds(rest) : null,
            administrator.Editor(context), context.RequestAborted);
        return outcome is EditOutcome.SecretAdded(var secret, var text)
            ? Answer.Created(new ShownClientSecret(secret.Id, text, secret.CreatedAt, secret.ExpiresAt))
            : EditAnswers.Of(context, outcome);
    }

    private static async Task<IResult> RemoveAsync(Administrator administrator, HttpContext context) => EditAnswers.Of(
        context,
        await context.RequestServices.GetRequiredService<ClientEdits>().RemoveSecretAsync(
            IdOf(context), context.KeyAt("id"), administrator.Editor(context), context.RequestAborted));

    private static string IdOf(HttpContext context) => context.KeyAt("client_id");
}

/// <summary>A secret that is wanted.</summary>
/// <param name="ExpiresAt">Refused from then on; never without.</param>
/// <param name="OthersExpireIn">Seconds that the other secret may still be used; 0 ends it now. Without, it stays as it is.</param>
internal sealed record NewClientSecret(DateTimeOffset? ExpiresAt, long? OthersExpireIn);

/// <summary>A secret, this once.</summary>
internal sealed record ShownClientSecret(string Id, string ClientSecret, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt);
