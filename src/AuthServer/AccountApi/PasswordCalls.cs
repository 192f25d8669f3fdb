using System.ComponentModel.DataAnnotations;
using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/password: forgotten, and changed.</summary>
internal sealed class PasswordCalls(Recovery recovery, PasswordChanges changes, OneTimeCodes codes, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<PasswordCalls>(api.ServiceProvider);
        Sending(api.MapOpen<AddressBody>("/password/forgot", calls.RequestAsync)).WithSummary("Send a code to choose a new password with");
        Sending(api.MapOpen<AddressBody>("/password/forgot/resend", calls.RequestAsync)).WithSummary("Send another one");
        api.MapOpen<CodeBody>("/password/forgot/verify", calls.VerifyAsync).WithSummary("Exchange the code for a reset token")
            .Produces<ResetTokenAnswer>().Fails(AccountProblems.InvalidCode)
            .Example(CodeBody.Example, new ResetTokenAnswer("p0dK…", 900));
        api.MapOpen<ResetBody>("/password/reset", calls.ResetAsync).WithSummary("Choose a new password")
            .WithDescription(
                "The token works once, for 15 minutes; a refused password does not spend it. All sessions and refresh "
                + "tokens of the person end.")
            .Produces(StatusCodes.Status204NoContent).Fails(AccountProblems.InvalidResetToken, Problems.Busy)
            .Example(new ResetBody { ResetToken = "p0dK…", Password = "Correct-Horse-8" });
        api.MapOwn<ChangeBody>("POST", "/password/change", calls.ChangeAsync, SignInAge.Recent).WithSummary("Change the password")
            .WithDescription("Everything that the person is signed in to ends, this call's token too. The person is told by mail.")
            .Produces(StatusCodes.Status204NoContent).Fails(AccountProblems.Locked, Problems.Busy)
            .Example(new ChangeBody { CurrentPassword = "Correct-Horse-7", NewPassword = "Correct-Horse-8" });
    }

    private static RouteHandlerBuilder Sending(RouteHandlerBuilder call) =>
        call.Produces<AcceptedAnswer>(StatusCodes.Status202Accepted).Example(AddressBody.Example, AcceptedAnswer.Example);

    private async Task<IResult> RequestAsync(AddressBody body, HttpContext context)
    {
        if (body.Refuse() is { } problem)
            return problem;
        await recovery.RequestAsync(body.Email, Languages.Current, context.RequestAborted);
        return AcceptedAnswer.Of(codes.Lifetime);
    }

    private async Task<IResult> VerifyAsync(CodeBody body, HttpContext context) =>
        await recovery.VerifyAsync(body.Email, body.Code, context.RequestAborted) is { } token
            ? Answer.Ok(new ResetTokenAnswer(token.Token, (long)token.ExpiresIn.TotalSeconds))
            : AccountProblems.InvalidCode;

    private async Task<IResult> ResetAsync(ResetBody body, HttpContext context)
    {
        var language = Languages.Current;
        return await recovery.ResetAsync(body.ResetToken, body.Password, language, context.RequestAborted) switch
        {
            ResetOutcome.Done => Answer.Done,
            ResetOutcome.InvalidToken => AccountProblems.InvalidResetToken,
            ResetOutcome.Refused(var complaints) => Problems.Invalid("password", complaints),
            _ => Problems.Busy,
        };
    }

    private async Task<IResult> ChangeAsync(Caller caller, ChangeBody body, HttpContext context)
    {
        var wanted = new PasswordChange(caller.UserId, body.CurrentPassword, body.NewPassword, Languages.Current);
        return await changes.ChangeAsync(wanted, context.RequestAborted) switch
        {
            PasswordChangeOutcome.Done => Answer.Done,
            PasswordChangeOutcome.WrongPassword => Problems.Invalid("current_password", "wrong"),
            PasswordChangeOutcome.Refused(var complaints) => Problems.Invalid("new_password", complaints),
            PasswordChangeOutcome.Locked(var until) => AccountProblems.Locked with { RetryAfter = until - clock.GetUtcNow() },
            _ => Problems.Busy,
        };
    }
}

/// <summary>What a right code is exchanged for.</summary>
/// <param name="ExpiresIn">In seconds.</param>
internal sealed record ResetTokenAnswer(string ResetToken, long ExpiresIn);

/// <summary>A new password for who forgot the old one.</summary>
internal sealed record ResetBody
{
    /// <summary>Of /password/forgot/verify, or of the link in the mail.</summary>
    [Required]
    public string? ResetToken { get; init; }

    /// <summary>The new one, as typed.</summary>
    [Required]
    public string? Password { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[reset]";
}

/// <summary>A new password for who knows the old one.</summary>
internal sealed record ChangeBody
{
    /// <summary>As typed.</summary>
    [Required]
    public string? CurrentPassword { get; init; }

    /// <summary>As typed.</summary>
    [Required]
    public string? NewPassword { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[change]";
}
