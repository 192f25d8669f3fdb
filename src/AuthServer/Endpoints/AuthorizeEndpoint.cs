using System.Diagnostics;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>GET and POST /connect/authorize — RFC 6749 §3.1, OIDC Core §3.1.2.1.</summary>
internal sealed class AuthorizeEndpoint(AuthorizeFlow flow, SignedInReader people, FlightRecorder recorder)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = ActivatorUtilities.CreateInstance<AuthorizeEndpoint>(routes.ServiceProvider);
        routes.MapGet("/connect/authorize", (Delegate)endpoint.StartAsync);
        routes.MapPost("/connect/authorize", (Delegate)endpoint.StartByPostAsync);
        routes.MapGet("/connect/authorize/resume", endpoint.ResumeAsync);
    }

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var form = Form.Parse(context.Request.QueryString.Value ?? "");
        AskedLanguage.Remember(context, form.Find("ui_locales"));
        var who = await people.ReadAsync(context, context.RequestAborted);
        var outcome = await flow.StartAsync(form, who, BrowserId.Ensure(context), context.RequestAborted);
        return Show(context, WithState(context, outcome), form);
    }

    private async Task<IResult> StartByPostAsync(HttpContext context)
    {
        if (!OAuthHttp.IsForm(context.Request))
            return Invalid(context, "the body is no form", null) with { Status = StatusCodes.Status415UnsupportedMediaType };
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error))
            return FlightRecorder.Page(context, error, null);
        // The body alone is read. What stands in the address too was meant to be read by somebody else (RFC 6749 §3.1).
        var query = Form.Parse(context.Request.QueryString.Value ?? "");
        if (query.Values.Any(q => form.Values.Any(v => v.Key == q.Key)))
            return Invalid(context, "a parameter must not stand in both address and body", form);
        AskedLanguage.Remember(context, form.Find("ui_locales"));
        return Show(context, await flow.StartByPostAsync(form, context.RequestAborted), form);
    }

    private async Task<IResult> ResumeAsync(HttpContext context, string? request)
    {
        var who = await people.ReadAsync(context, context.RequestAborted);
        var outcome = await flow.ResumeAsync(request ?? "", who, BrowserId.Ensure(context), context.RequestAborted);
        return Show(context, WithState(context, outcome), outcome.Waited);
    }

    /// <summary>Not for a POST from another site, which comes without the cookies.</summary>
    private static AuthorizeOutcome WithState(HttpContext context, AuthorizeOutcome outcome) =>
        outcome is AuthorizeOutcome.Reply reply
            ? reply with { Answer = reply.Answer.WithSessionState(BrowserState.Ensure(context)) }
            : outcome;

    private static GateError Invalid(HttpContext context, string detail, Form? form) =>
        FlightRecorder.Page(context, new OAuthError(ErrorCode.InvalidRequest, detail), form);

    /// <param name="form">What was asked; null: nobody knows any more.</param>
    private IResult Show(HttpContext context, AuthorizeOutcome outcome, Form? form)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (outcome is AuthorizeOutcome.Page { Error: var error })
            return FlightRecorder.Page(context, error, form);
        if (outcome is AuthorizeOutcome.Reply { Answer.Error: { } refusal })
            FlightRecorder.Refused(context, refusal, form);
        else
            recorder.Passed(context, form, WordsFor(outcome));
        return outcome switch
        {
            AuthorizeOutcome.Reply { Answer.To.Mode: ResponseModes.FormPost } reply =>
                new FormPostPage(reply.Answer.To.RedirectUri, reply.Answer.Parameters),
            AuthorizeOutcome.Reply reply => new SeeOther(reply.Answer.ToUrl()),
            AuthorizeOutcome.SignIn signIn => new SeeOther(context.Request.PathBase + AuthorizeLink.Login(signIn.Handle)),
            AuthorizeOutcome.Register register => new SeeOther(context.Request.PathBase + AuthorizeLink.Register(register.Handle)),
            AuthorizeOutcome.Consent consent => new SeeOther(context.Request.PathBase + AuthorizeLink.Consent(consent.Handle)),
            AuthorizeOutcome.Resume resume => new SeeOther(context.Request.PathBase + AuthorizeLink.Resume(resume.Handle)),
            _ => throw new UnreachableException(),
        };
    }

    private static string WordsFor(AuthorizeOutcome outcome) => outcome switch
    {
        AuthorizeOutcome.SignIn => "led to the sign-in page",
        AuthorizeOutcome.Register => "led to the page that makes an account",
        AuthorizeOutcome.Consent => "led to the consent page",
        AuthorizeOutcome.Resume => "put away until the browser comes back with its cookies",
        _ => "answered",
    };
}
