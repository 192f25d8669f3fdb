using System.ComponentModel.DataAnnotations;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/login.</summary>
internal sealed class LoginCalls(PasswordSignIn passwords, NativeSignIn signIn, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<LoginCalls>(api.ServiceProvider);
        api.MapOpen<LoginBody>("/login", calls.LoginAsync).WithSummary("Sign in with a password")
            .WithDescription(
                "Wrong passwords count by address, whether or not somebody has it; `verification_required` comes only "
                + "after the right password.")
            .Produces<TokenAnswer>()
            .Fails([.. NativeSignIn.Failures, AccountProblems.InvalidCredentials, AccountProblems.VerificationRequired, AccountProblems.Locked, Problems.Busy])
            .Example(
                new LoginBody { Email = "ada@example.org", Password = "Correct-Horse-7", ClientId = "shop" }, TokenAnswer.Example);
    }

    private Task<IResult> LoginAsync(LoginBody body, HttpContext context) =>
        signIn.SignInAsync(context, body.ClientId, body.Scope, async ct =>
            await passwords.ProveAsync(body.Email, body.Password, null, ct) switch
            {
                SignInOutcome.Accepted(var proven) => (proven, null),
                var refused => (null, ProblemOf(refused)),
            });

    private Problem ProblemOf(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.VerificationRequired => AccountProblems.VerificationRequired,
        SignInOutcome.Locked(var until) => AccountProblems.Locked with { RetryAfter = until - clock.GetUtcNow() },
        SignInOutcome.Throttled(var wait) => Problems.TooManyRequests with { RetryAfter = wait },
        SignInOutcome.Busy => Problems.Busy,
        _ => AccountProblems.InvalidCredentials,
    };
}

/// <summary>A sign-in with a password.</summary>
internal sealed record LoginBody
{
    /// <summary>The login name.</summary>
    [Required]
    public string? Email { get; init; }

    /// <summary>As typed.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>Which first-party app asks.</summary>
    [Required]
    public string? ClientId { get; init; }

    /// <summary>Default: <c>openid profile email offline_access</c>, as far as the app may have them.</summary>
    public string? Scope { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "[login]";
}
