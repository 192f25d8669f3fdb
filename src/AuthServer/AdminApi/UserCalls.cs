using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.Core.Accounts;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/users: people's accounts.</summary>
internal sealed class UserCalls(
    UserSearch search, AccountRecords records, AccountCreations creations, AccountEdits edits, AccountDeletions deletions)
{
    private const string One = "/users/{id}";
    private static readonly string[] YesOrNo = ["true", "false"];

    private static readonly ListFilter[] Filters =
    [
        ListFilter.Text("role", "Only who has this role."),
        ListFilter.OneOf("locked", YesOrNo),
        ListFilter.OneOf("verified", YesOrNo),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<UserCalls>(api.ServiceProvider);
        api.MapList("/users", UserSearch.Orders, Filters, calls.ListAsync).WithSummary("Find people")
            .WithDescription(
                "`q`: a piece of the address, the name or the number; of one or two characters, their beginning; or an id. "
                + "`verified` is about the e-mail address.")
            .Example(null, UserExamples.Page);
        api.MapAdmin("GET", One, AdminRights.Read, calls.GetAsync).WithSummary("An account")
            .Produces<AccountRecord>().Fails(Problems.NotFound).Example(null, UserExamples.Account);
        api.MapAdmin<UserMembers>("POST", "/users", AdminRights.Owner, calls.CreateAsync).WithSummary("Make an account")
            .WithDescription(
                "With a `password`; with `invite`, which sends a mail so that the person chooses one within seven days; or with "
                + "neither, for people who sign in by other means.")
            .Accepts<NewUserBody>("application/json").Produces<AccountRecord>(StatusCodes.Status201Created)
            .Fails(Problems.AlreadyExists, Problems.Busy).Example(UserExamples.New, UserExamples.Account);
        api.MapAdmin<UserMembers>("PATCH", One, AdminRights.Support, calls.ChangeAsync).WithSummary("Change an account")
            .WithDescription(
                "What is left out stays, null takes it away. It counts at once; a new address or number is not verified unless it "
                + "is said to be. Accounts of administrators need the right of owners.")
            .Accepts<UserBody>("application/json").Produces<AccountRecord>()
            .Fails(Problems.NotFound, Problems.AlreadyExists, Problems.PreconditionFailed)
            .Example(new UserBody { FullName = "Ada King" }, UserExamples.Account);
        api.MapAdmin("DELETE", One, AdminRights.Owner, calls.DeleteAsync).WithSummary("Delete an account")
            .WithDescription("At once and for good: every session and token ends, every row goes, and a mail says so.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(Problems.NotFound, Problems.LastAdministrator, Problems.PreconditionFailed).Recently();
    }

    private Task<Page<ListedUser>> ListAsync(Administrator administrator, PageQuery query, Narrowing narrowing, CancellationToken ct) =>
        search.ListAsync(query, new UserFilter(narrowing["role"], Flag(narrowing["locked"]), Flag(narrowing["verified"])), ct);

    private async Task<IResult> GetAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await records.FindAsync(id, context.RequestAborted) is var (account, version)
            ? Versions.Shown(context, account, Versions.Of(version))
            : Problems.NotFound;

    private async Task<IResult> CreateAsync(Administrator administrator, UserMembers body, HttpContext context)
    {
        var outcome = await creations.CreateAsync(body.All, administrator.Because(), Languages.Current, context.RequestAborted);
        return outcome is AccountOutcome.Done(var id) && await records.FindAsync(id, context.RequestAborted) is var (account, version)
            ? Versions.Created(context, account, Versions.Of(version))
            : UserAnswers.Of(outcome);
    }

    private async Task<IResult> ChangeAsync(Administrator administrator, UserMembers body, HttpContext context)
    {
        if (context.FindId("id") is not { } id)
            return Problems.NotFound;
        var outcome = await edits.ChangeAsync(id, body.All, UserAnswers.Authority(administrator, context), context.RequestAborted);
        return outcome is AccountOutcome.Done ? await GetAsync(administrator, context) : UserAnswers.Of(outcome);
    }

    private async Task<IResult> DeleteAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id
            ? UserAnswers.Of(await deletions.DeleteAsync(
                id, UserAnswers.Authority(administrator, context), Languages.Current, context.RequestAborted))
            : Problems.NotFound;

    private static bool? Flag(string? text) => text is null ? null : text == "true";
}

/// <summary>Any members; what they may be is judged where they are known.</summary>
internal sealed record UserMembers
{
    /// <summary>By name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; init; }

    /// <summary>By name; none is none.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> All => Members ?? [];

    /// <inheritdoc/>
    public override string ToString() => "[members]";
}
