using AuthServer.Core.Accounts;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>What is answered to changes of an account, and by what right they are made.</summary>
internal static class UserAnswers
{
    /// <summary>The caller's, with the version that <c>If-Match</c> names.</summary>
    public static Authority Authority(Administrator administrator, HttpContext context) =>
        new(administrator.Because(), administrator.Rights)
        {
            Expects = version => Versions.Judge(context, Versions.Of(version)) is null,
        };

    /// <summary>204, or the problem.</summary>
    public static IResult Of(AccountOutcome outcome) => outcome switch
    {
        AccountOutcome.Done => Answer.Done,
        AccountOutcome.Protected => Problems.InsufficientScope,
        AccountOutcome.Stale => Problems.PreconditionFailed,
        AccountOutcome.LastAdministrator => Problems.LastAdministrator,
        AccountOutcome.Invalid(var complaints) => Problems.Invalid(complaints),
        AccountOutcome.AddressInUse => Problems.AlreadyExists,
        AccountOutcome.Locked => Problems.AccountLocked,
        AccountOutcome.TooSoon => Problems.TooManyRequests with { RetryAfter = TimeSpan.FromSeconds(30) },
        AccountOutcome.Busy => Problems.Busy,
        _ => Problems.NotFound,
    };
}
