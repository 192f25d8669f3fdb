using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;
using Microsoft.Net.Http.Headers;

namespace AuthServer.AccountApi;

/// <summary>What all calls that sign somebody in share: which app asks, and its tokens.</summary>
internal sealed class NativeSignIn(FirstPartyTokens tokens, SignIns signIns)
{
    /// <summary>What every such call can answer.</summary>
    public static readonly Problem[] Failures = [AccountProblems.InvalidClient, AccountProblems.InvalidScope];

    /// <summary>
    /// Judges who asks, then lets the person prove who they are, then gives tokens: a wrong client spends no code and
    /// learns nothing of a password.
    /// </summary>
    /// <param name="prove">Who the person is, or the problem.</param>
    public async Task<IResult> SignInAsync(
        HttpContext context, string? clientId, string? scope, Func<CancellationToken, Task<(Proven? Who, Problem? Problem)>> prove)
    {
        var ct = context.RequestAborted;
        if (!(await tokens.JudgeAsync(clientId, scope, ct)).Succeeded(out var request, out var error))
            return ProblemOf(error);
        var (proven, problem) = await prove(ct);
        if (proven is null)
            return problem!; // one of the two is there

        // Once somebody has proved who they are, the tokens are made, even if the app hangs up: the code is spent.
        var device = DeviceName.From(context.Request.Headers[HeaderNames.UserAgent]);
        var remember = request.Scopes.Has(StandardScopes.OfflineAccess);
        var session = await signIns.BeginAsync(proven, device, remember);
        var who = new SignedIn(session.UserId, session.Id, session.AuthTime, session.Methods, session.Epoch);
        if (!(await tokens.IssueAsync(request, who, CancellationToken.None)).Succeeded(out var issued, out error))
            return ProblemOf(error);
        Counts.Issued("first_party", issued);
        return Answer.Of(issued);
    }

    private static Problem ProblemOf(OAuthError error) =>
        error.Code == ErrorCode.InvalidScope ? AccountProblems.InvalidScope
        : error.Code == ErrorCode.InvalidGrant ? AccountProblems.InvalidCredentials // the account ended in this very moment
        : AccountProblems.InvalidClient;
}
