using System.Diagnostics;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>GET and POST /connect/authorize — RFC 6749 §3.1, OIDC Core §3.1.2.1.</summary>
internal sealed class AuthorizeEndpoint(AuthorizeFlow flow, SignedInReader people)
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
        return Show(context, await flow.StartAsync(form, who, BrowserId.Ensure(context), context.RequestAborted));
    }

    private async Task<IResult> StartByPostAsync(HttpContext context)
    {
        if (!OAuthHttp.IsForm(context.Request))
            return Invalid("the body is no form") with { Status = StatusCodes.Status415UnsupportedMediaType };
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error))
            return GateError.BadRequest(error.Code.Value, error.Description);
        // The body alone is read. What stands in the address too was meant to be read by somebody else (RFC 6749 §3.1).
        var query = Form.Parse(context.Request.QueryString.Value ?? "");
        if (query.Values.Any(q => form.Values.Any(v => v.Key == q.Key)))
            return Invalid("a parameter must not stand in both address and body");
        AskedLanguage.Remember(context, form.Find("ui_locales"));
        return Show(context, await flow.StartByPostAsync(form, context.RequestAborted));
    }

    private async Task<IResult> ResumeAsync(HttpContext context, string? request)
    {
        var who = await people.ReadAsync(context, context.RequestAborted);
        return Show(context, await flow.ResumeAsync(request ?? "", who, BrowserId.Ensure(context), context.RequestAborted));
    }

    private static GateError Invalid(string detail) => GateError.BadRequest(ErrorCode.InvalidRequest.Value, detail);

    private static IResult Show(HttpContext context, AuthorizeOutcome outcome)
    {
        context.Response.Headers.CacheControl = "no-store";
        return outcome switch
        {
            AuthorizeOutcome.Page page => GateError.BadRequest(page.Error.Code.Value, page.Error.Description),
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
}
