using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>
/// Ends a token, an authorization, a session, everything of a user or a client, or everything there is; on every node
/// within a second.
/// </summary>
internal sealed class RevocationCalls(NamedEndings endings, RevocationDirectory revocations)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<RevocationCalls>(api.ServiceProvider);
        api.MapAdmin<WantedRevocation>("POST", "/revocations", AdminRights.Security, calls.CreateAsync)
            .WithSummary("End a token, an authorization, a session, everything of a user or a client, or everything there is")
            .WithDescription("In force when it has answered, and on every other node within a second.")
            .Produces<Revocation>(StatusCodes.Status201Created).Fails(Problems.NotFound, Callers.SignInAgain)
            .Example(
                new WantedRevocation("user", Example.Key, "A laptop was lost."), Example);
        api.MapList("/revocations", TimeOrder.Orders, [ListFilter.OneOf("kind", Words.Revocations)], calls.ListAsync)
            .WithSummary("The revocations in force").WithDescription("`q`: a key. Who did it, and why, is in the audit log.")
            .Example(null, new Page<Revocation>([Example], null));
    }

    private static Revocation Example { get; } = new(
        "4711", "user", "0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f", new DateTimeOffset(2026, 3, 2, 9, 36, 0, TimeSpan.Zero));

    private async Task<IResult> CreateAsync(Administrator administrator, WantedRevocation body, HttpContext context)
    {
        if (Judge(body) is { IsEmpty: false } complaints)
            return Problems.Invalid(complaints);
        // Also the administrators' own sign-ins, and what every app holds.
        if (body.Kind == NamedEndings.All && !administrator.May(AdminRights.Owner))
            return Problems.InsufficientScope;
        if (body.Kind == NamedEndings.All && !administrator.SignedInRecently)
            return Callers.SignInAgain;

        return await endings.EndAsync(body.Kind, body.Key ?? "", administrator.Because(body.Reason), context.RequestAborted) is { } ended
            ? Answer.Created(Revocation.Of(ended) with { Kind = body.Kind })
            : Problems.NotFound;
    }

    private static Complaints Judge(WantedRevocation body)
    {
        var complaints = new Complaints();
        if (!NamedEndings.Kinds.Contains(body.Kind))
            complaints.Add("kind", "not_one_of");
        else if (body.Kind != NamedEndings.All && string.IsNullOrEmpty(body.Key))
            complaints.Add("key", "required");
        else if (body.Kind == NamedEndings.All && body.Key is not null)
            complaints.Add("key", "unknown");
        Reasons.Judge(body.Reason, complaints);
        return complaints;
    }

    private async Task<Page<Revocation>> ListAsync(Administrator by, PageQuery query, Narrowing only, CancellationToken ct) =>
        (await revocations.ListAsync(query, Words.KindOf(only["kind"]), ct)).Select(Revocation.Of);
}

/// <summary>What is to end.</summary>
/// <param name="Kind"><c>token</c>, <c>authorization</c>, <c>session</c>, <c>user</c>, <c>client</c> or <c>all</c>.</param>
/// <param name="Key">Token: the token or its <c>jti</c>; authorization, session, user: the id; client: its client_id.</param>
/// <param name="Reason">For the audit log; one line of at most 500 characters.</param>
internal sealed record WantedRevocation([property: Required] string Kind, string? Key, string? Reason);

/// <summary>What ended.</summary>
/// <param name="Until">How long the nodes remember it: until nothing that it is about is good any more by itself.</param>
internal sealed record Revocation(string Id, string Kind, string? Key, DateTimeOffset Until)
{
    public static Revocation Of(FeedEntry entry) => new(
        entry.Id.ToString(CultureInfo.InvariantCulture), Words.Of(entry.Kind), entry.Key.Length == 0 ? null : entry.Key, entry.Until);
}
