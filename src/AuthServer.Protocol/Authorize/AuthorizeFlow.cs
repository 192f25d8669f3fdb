using System.Diagnostics;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>
/// The authorization endpoint (RFC 6749 §3.1): read, decide, act. Every page ends by coming back here, and no page
/// leads to another; a request that waits is judged anew, against the client as it is then.
/// </summary>
public sealed class AuthorizeFlow(
    AuthorizeReader reader, IParkedRequests parked, IConsents consents, AnswerIssuer answers, IIssuer issuer, TimeProvider clock)
{
    /// <summary>A request arrives with the browser's cookies.</summary>
    /// <param name="who">The live session; null: nobody.</param>
    /// <param name="browser">The browser's binding id.</param>
    public async Task<AuthorizeOutcome> StartAsync(Form form, SignedIn? who, string browser, CancellationToken ct)
    {
        var arrival = await reader.ArriveAsync(form, ct);
        return await GoOnAsync(new Visit(arrival, clock.GetUtcNow(), null, null), who, browser, ct);
    }

    /// <summary>A request arrives by POST, from another site as a rule, so without the browser's cookies.</summary>
    public async Task<AuthorizeOutcome> StartByPostAsync(Form form, CancellationToken ct)
    {
        var arrival = await reader.ArriveAsync(form, ct);
        return (arrival.Refusal ?? await reader.ReadAsync(arrival.Form, ct)) switch
        {
            AuthorizeReading.Page page => new AuthorizeOutcome.Page(page.Error),
            // At once: what cannot be read, a parked request does not keep.
            AuthorizeReading.Reply reply => await AnswerAsync(
                new Visit(arrival, clock.GetUtcNow(), null, null), AuthorizeReply.Failure(reply.To, reply.Error, issuer), ct),
            _ => new AuthorizeOutcome.Resume(await parked.ParkAsync(arrival.Form.Encode(), clock.GetUtcNow(), null, ct)),
        };
    }

    /// <summary>A page is done, and the browser is back.</summary>
    public async Task<AuthorizeOutcome> ResumeAsync(string handle, SignedIn? who, string browser, CancellationToken ct)
    {
        if (await parked.FindAsync(handle, browser, ct) is not { } waiting)
            return new AuthorizeOutcome.Page(new OAuthError(ErrorCode.InvalidRequest, "this sign-in has expired or was finished"));
        var visit = new Visit(new Arrival(Form.Parse(waiting.Parameters), null), waiting.ReceivedAt, handle, waiting.Decision);
        return await GoOnAsync(visit, who, browser, ct) with { Waited = visit.Arrival.Form };
    }

    private async Task<AuthorizeOutcome> GoOnAsync(Visit visit, SignedIn? who, string browser, CancellationToken ct)
    {
        var reading = visit.Arrival.Refusal ?? await reader.ReadAsync(visit.Arrival.Form, ct);
        if (reading is AuthorizeReading.Page page)
            return new AuthorizeOutcome.Page(page.Error);
        if (reading is AuthorizeReading.Reply reply)
            return await AnswerAsync(visit, AuthorizeReply.Failure(reply.To, reply.Error, issuer), ct);

        var request = ((AuthorizeReading.Ready)reading).Request;
        var given = who is null || !request.Client.RequireConsent
            ? null
            : await consents.FindAsync(who.UserId, request.Client.Id, ct);
        return NextStep.Decide(request, visit.ReceivedAt, who, given, visit.Decision) switch
        {
            NextStep.SignIn => new AuthorizeOutcome.SignIn(await HandleAsync(visit, browser, ct)),
            NextStep.Register => new AuthorizeOutcome.Register(await HandleAsync(visit, browser, ct)),
            NextStep.Consent => new AuthorizeOutcome.Consent(await HandleAsync(visit, browser, ct)),
            NextStep.Refuse refuse => await AnswerAsync(visit, AuthorizeReply.Failure(request.Reply, refuse.Error, issuer), ct),
            NextStep.Issue issue => await AnswerAsync(visit, await IssueAsync(request, issue, ct), ct),
            _ => throw new UnreachableException(),
        };
    }

    private async ValueTask<AuthorizeReply> IssueAsync(AuthorizeRequest request, NextStep.Issue issue, CancellationToken ct) =>
        (await answers.IssueAsync(request, issue, ct)).Succeeded(out var answer, out var error)
            ? AuthorizeReply.Success(request.Reply, answer, issuer)
            : AuthorizeReply.Failure(request.Reply, error, issuer);

    private async Task<string> HandleAsync(Visit visit, string browser, CancellationToken ct) =>
        visit.Handle ?? await parked.ParkAsync(visit.Arrival.Form.Encode(), visit.ReceivedAt, browser, ct);

    /// <summary>A waiting request is answered once: of two tabs that come back at the same time, one gets the answer.</summary>
    private async Task<AuthorizeOutcome> AnswerAsync(Visit visit, AuthorizeReply reply, CancellationToken ct)
    {
        if ((visit.Handle is not null && !await parked.ConsumeAsync(visit.Handle, ct))
            || !await reader.TakeAsync(visit.Arrival.Form, ct))
            return new AuthorizeOutcome.Page(new OAuthError(ErrorCode.InvalidRequest, "this sign-in has expired or was finished"));
        return new AuthorizeOutcome.Reply(reply);
    }

    /// <summary>One coming-by of the browser.</summary>
    private sealed record Visit(Arrival Arrival, DateTimeOffset ReceivedAt, string? Handle, ConsentDecision? Decision);
}
