using AuthServer.Core.Otp;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/unlock.</summary>
internal sealed class UnlockCalls(Unlocking unlocking, OneTimeCodes codes)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<UnlockCalls>(api.ServiceProvider);
        api.MapOpen<AddressBody>("/unlock/request", calls.RequestAsync).WithSummary("Send a code to unlock with")
            .Produces<AcceptedAnswer>(StatusCodes.Status202Accepted).Example(AddressBody.Example, AcceptedAnswer.Example);
        api.MapOpen<CodeBody>("/unlock/verify", calls.VerifyAsync).WithSummary("Unlock")
            .Produces(StatusCodes.Status204NoContent).Fails(AccountProblems.InvalidCode).Example(CodeBody.Example);
    }

    private async Task<IResult> RequestAsync(AddressBody body, HttpContext context)
    {
        if (body.Refuse() is { } problem)
            return problem;
        await unlocking.RequestAsync(body.Email, Languages.Current, context.RequestAborted);
        return AcceptedAnswer.Of(codes.Lifetime);
    }

    private async Task<IResult> VerifyAsync(CodeBody body, HttpContext context) =>
        await unlocking.VerifyAsync(body.Email, body.Code, context.RequestAborted) ? Answer.Done : AccountProblems.InvalidCode;
}
