using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>/api/account/profile.</summary>
internal sealed class ProfileCalls(Profiles profiles, ProfileChanges changes, ContactConfirmations confirmations, Callers callers)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<ProfileCalls>(api.ServiceProvider);
        api.MapOwn("GET", "/profile", calls.GetAsync).WithSummary("My profile")
            .Produces<ProfileAnswer>().Example(null, ProfileAnswer.Example);
        api.MapOwn<OpenBody>("PATCH", "/profile", calls.ChangeAsync, described: typeof(ProfileBody)).WithSummary("Change my profile")
            .WithDescription(
                "Members that are left out stay; null takes one away. A new e-mail address or phone number is pending until "
                + "the code that is sent there comes back, and needs a sign-in of the last ten minutes. The same again sends "
                + "another code, after the cooldown. All or nothing.")
            .Produces<ProfileAnswer>().Fails(Problems.ReauthenticationRequired)
            .Example(new ProfileBody { FullName = "Ada King" }, ProfileAnswer.Example);
        Confirming(api, "/profile/email/verify", calls.ConfirmEmailAsync).WithSummary("Confirm the new e-mail address")
            .Fails(AccountProblems.AddressInUse);
        Confirming(api, "/profile/phone/verify", calls.ConfirmPhoneAsync).WithSummary("Confirm the new phone number");
    }

    private static RouteHandlerBuilder Confirming(
        IEndpointRouteBuilder api, string path, Func<Caller, OwnCodeBody, HttpContext, Task<IResult>> call) =>
        api.MapOwn("POST", path, call).Produces<ProfileAnswer>().Fails(AccountProblems.InvalidCode)
            .Example(OwnCodeBody.Example, ProfileAnswer.Example);

    private async Task<IResult> GetAsync(Caller caller, HttpContext context) =>
        await profiles.FindAsync(caller.UserId, context.RequestAborted) is { } profile ? ToAnswer(profile) : Problems.InvalidToken;

    private async Task<IResult> ChangeAsync(Caller caller, OpenBody body, HttpContext context)
    {
        var change = new ProfileChange(caller.UserId, body.Members ?? [], Languages.Current)
        {
            SignedInRecently = callers.SignedInRecently(caller.Token),
        };
        return ToAnswer(await changes.ChangeAsync(change, context.RequestAborted));
    }

    private Task<IResult> ConfirmEmailAsync(Caller caller, OwnCodeBody body, HttpContext context) =>
        ConfirmAsync(caller, ContactKind.Email, body, context);

    private Task<IResult> ConfirmPhoneAsync(Caller caller, OwnCodeBody body, HttpContext context) =>
        ConfirmAsync(caller, ContactKind.Phone, body, context);

    private async Task<IResult> ConfirmAsync(Caller caller, ContactKind kind, OwnCodeBody body, HttpContext context)
    {
        var language = Languages.Current;
        return await confirmations.ConfirmAsync(caller.UserId, kind, body.Code, language, context.RequestAborted) is { } refused
            ? ToAnswer(refused)
            : await GetAsync(caller, context);
    }

    private static IResult ToAnswer(ProfileOutcome outcome) => outcome switch
    {
        ProfileOutcome.Changed(var profile) => ToAnswer(profile),
        ProfileOutcome.Invalid(var complaints) => Problems.Invalid(complaints),
        ProfileOutcome.Gone => Problems.InvalidToken,
        ProfileOutcome.SignInAgain => Callers.SignInAgain,
        ProfileOutcome.TooSoon(var wait) => Problems.TooManyRequests with { RetryAfter = wait },
        ProfileOutcome.AddressInUse => AccountProblems.AddressInUse,
        _ => AccountProblems.InvalidCode,
    };

    private static IResult ToAnswer(Profile profile)
    {
        var answer = new JsonObject
        {
            ["id"] = profile.Id.ToString(),
            ["email"] = profile.Email,
            ["email_verified"] = profile.EmailVerified,
            ["full_name"] = profile.FullName,
            ["phone_number"] = profile.PhoneNumber,
            ["phone_number_verified"] = profile.PhoneNumberVerified,
            ["roles"] = new JsonArray([.. profile.Roles.Select(r => JsonValue.Create(r))]),
        };
        foreach (var (name, value) in profile.Members)
            answer.TryAdd(name, value is { } json ? JsonNode.Parse(json.GetRawText()) : null);
        if (profile.PendingEmail is not null)
            answer["pending_email"] = profile.PendingEmail;
        if (profile.PendingPhoneNumber is not null)
            answer["pending_phone_number"] = profile.PendingPhoneNumber;
        return Answer.Ok(answer);
    }
}

/// <summary>Any members; the call judges them.</summary>
internal sealed record OpenBody
{
    /// <summary>By name.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[members]";
}

/// <summary>Changes to a profile, for the description. All members besides these are declared ones.</summary>
internal sealed record ProfileBody
{
    /// <summary>The claim <c>name</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>Pending until confirmed.</summary>
    public string? Email { get; init; }

    /// <summary>E.164; pending until confirmed. Null takes it away.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Declared profile members.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; init; }
}

/// <summary>A profile, for the description. All members besides these are declared ones.</summary>
internal sealed record ProfileAnswer
{
    /// <summary>The claim <c>sub</c>.</summary>
    [Required]
    public Guid Id { get; init; }

    /// <summary>The login name.</summary>
    [Required]
    public string? Email { get; init; }

    [Required]
    public bool EmailVerified { get; init; }

    /// <summary>The claim <c>name</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    [Required]
    public bool PhoneNumberVerified { get; init; }

    [Required]
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Only while a new address waits for its code.</summary>
    public string? PendingEmail { get; init; }

    /// <summary>Only while a new number waits for its code.</summary>
    public string? PendingPhoneNumber { get; init; }

    /// <summary>Declared profile members.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; init; }

    /// <summary>For the description.</summary>
    public static readonly ProfileAnswer Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        Email = "ada@example.org",
        EmailVerified = true,
        FullName = "Ada King",
        PhoneNumber = "+441632960961",
        Roles = ["user"],
    };
}
