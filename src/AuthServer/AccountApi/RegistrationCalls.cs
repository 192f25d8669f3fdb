using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/register and /verify.</summary>
internal sealed class RegistrationCalls(Registrations registrations, OneTimeCodes codes, NativeSignIn signIn)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<RegistrationCalls>(api.ServiceProvider);
        Describe(api.MapOpen<RegisterBody>("/register", calls.RegisterAsync));
        Describe(api.MapOpen<RegisterBody>("/register/{kind}", calls.RegisterAsync)).Fails(Problems.NotFound);
        api.MapOpen<SignInCodeBody>("/verify", calls.VerifyAsync).WithSummary("Verify the address, and sign in")
            .Produces<TokenAnswer>().Fails([.. NativeSignIn.Failures, AccountProblems.InvalidCode])
            .Example(SignInCodeBody.Sample, TokenAnswer.Example);
        api.MapOpen<AddressBody>("/verify/resend", calls.ResendAsync).WithSummary("Send another verification code")
            .Produces<AcceptedAnswer>(StatusCodes.Status202Accepted).Example(AddressBody.Example, AcceptedAnswer.Example);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder call) => call.WithSummary("Register")
        .WithDescription(
            "Besides the members below those that are declared for the kind; without a kind the first declared one. The "
            + "answer is the same whether or not somebody has the address: whoever has it is told by mail.")
        .Produces<RegisteredAnswer>(StatusCodes.Status202Accepted)
        .Fails(Problems.Busy)
        .Example(
            new RegisterBody
            {
                Email = "ada@example.org",
                Password = "Correct-Horse-7",
                FullName = "Ada Example",
                PhoneNumber = "+441632960961",
            },
            new RegisteredAnswer("verification_required", "email", 600));

    private async Task<IResult> RegisterAsync(RegisterBody body, HttpContext context)
    {
        var wanted = new NewRegistration
        {
            Kind = context.Request.RouteValues["kind"] as string,
            Email = body.Email,
            Password = body.Password,
            FullName = body.FullName,
            PhoneNumber = body.PhoneNumber,
            OtpMethod = Channels.Find(body.OtpMethod ?? Channels.Email),
            Members = body.Members ?? [],
            Locale = Languages.Current,
        };
        return await registrations.RegisterAsync(wanted, context.RequestAborted) switch
        {
            RegistrationOutcome.Accepted(var delivery, var expiresIn) => Answer.Accepted(
                new RegisteredAnswer("verification_required", Channels.NameOf(delivery), (long)expiresIn.TotalSeconds)),
            RegistrationOutcome.Invalid(var complaints) => Problems.Invalid(complaints),
            RegistrationOutcome.UnknownKind => Problems.NotFound,
            _ => Problems.Busy,
        };
    }

    private Task<IResult> VerifyAsync(SignInCodeBody body, HttpContext context) =>
        signIn.SignInAsync(context, body.ClientId, body.Scope, async ct =>
            await registrations.VerifyAsync(body.Email, body.Code, attempt: null, ct) is { } proven
                ? (proven, null)
                : (null, AccountProblems.InvalidCode));

    private async Task<IResult> ResendAsync(AddressBody body, HttpContext context)
    {
        if (body.Refuse() is { } problem)
            return problem;
        await registrations.ResendAsync(body.Email, Languages.Current, context.RequestAborted);
        return AcceptedAnswer.Of(codes.Lifetime);
    }
}

/// <summary>A person who registers. All members besides these are declared ones.</summary>
internal sealed record RegisterBody
{
    /// <summary>The login name.</summary>
    [Required]
    public string? Email { get; init; }

    /// <summary>As typed.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>The claim <c>name</c>.</summary>
    [Required]
    public string? FullName { get; init; }

    /// <summary>E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>How the code travels: <c>email</c>, the default, or <c>sms</c>.</summary>
    public string? OtpMethod { get; init; }

    /// <summary>Declared profile members.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Members { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[registration]";
}

/// <summary>The registration was taken.</summary>
/// <param name="Status"><c>verification_required</c>.</param>
/// <param name="Delivery"><c>email</c> or <c>sms</c>.</param>
/// <param name="ExpiresIn">Seconds that the code lives.</param>
internal sealed record RegisteredAnswer(string Status, string Delivery, long ExpiresIn);
