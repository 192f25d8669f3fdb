using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/otp: sign-in by one-time code.</summary>
internal sealed class OtpCalls(CodeSignIn signIns, OneTimeCodes codes, NativeSignIn signIn)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<OtpCalls>(api.ServiceProvider);
        api.MapOpen<CodeRequestBody>("/otp/request", calls.RequestAsync).WithSummary("Send a code to sign in with")
            .WithDescription("By mail to the verified address, or by text message to the verified number of the account.")
            .Produces<AcceptedAnswer>(StatusCodes.Status202Accepted)
            .Example(new CodeRequestBody { Email = "ada@example.org", Channel = "sms" }, AcceptedAnswer.Example);
        api.MapOpen<SignInCodeBody>("/otp/verify", calls.VerifyAsync).WithSummary("Sign in with a code")
            .Produces<TokenAnswer>().Fails([.. NativeSignIn.Failures, AccountProblems.InvalidCode])
            .Example(SignInCodeBody.Sample, TokenAnswer.Example);
    }

    private async Task<IResult> RequestAsync(CodeRequestBody body, HttpContext context)
    {
        if (Channels.Find(body.Channel ?? Channels.Email) is not { } channel)
            return Problems.Invalid("channel", "not_one_of");
        if (body.Refuse() is { } problem)
            return problem;
        await signIns.RequestAsync(body.Email, channel, Languages.Current, context.RequestAborted);
        return AcceptedAnswer.Of(codes.Lifetime);
    }

    private Task<IResult> VerifyAsync(SignInCodeBody body, HttpContext context) =>
        signIn.SignInAsync(context, body.ClientId, body.Scope, async ct =>
            await signIns.VerifyAsync(body.Email, body.Code, ct) is { } proven
                ? (proven, null)
                : (null, AccountProblems.InvalidCode));
}

/// <summary>A code to be sent.</summary>
internal sealed record CodeRequestBody : AddressBody
{
    /// <summary><c>email</c>, the default, or <c>sms</c>.</summary>
    public string? Channel { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[address]";
}
