using AuthServer.Core.Authorizations;
using AuthServer.Protocol.Logout;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>GET and POST /connect/endsession — RP-Initiated Logout 1.0 §2.</summary>
internal sealed class EndSessionEndpoint(EndSessionFlow flow, SignOutRequests requests, SignedInReader people, BrowserSession session)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = ActivatorUtilities.CreateInstance<EndSessionEndpoint>(routes.ServiceProvider);
        routes.MapGet("/connect/endsession", (Delegate)endpoint.StartAsync);
        routes.MapPost("/connect/endsession", (Delegate)endpoint.StartByPostAsync);
    }

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var read = await flow.ReadAsync(Form.Parse(context.Request.QueryString.Value ?? ""), context.RequestAborted);
        if (!read.Succeeded(out var request, out var error))
            return GateError.BadRequest(error.Code.Value, error.Description);

        var who = await people.ReadAsync(context, context.RequestAborted);
        if (request.NeedsConfirmation(who))
            return Confirm(context, request);
        await session.EndAsync(context, context.RequestAborted);
        return new SeeOther(request.ReturnUri ?? context.Request.PathBase + "/account/logout");
    }

    /// <summary>A POST from another site comes without our cookies: the page that follows has them.</summary>
    private async Task<IResult> StartByPostAsync(HttpContext context)
    {
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error)
            || !(await flow.ReadAsync(form, context.RequestAborted)).Succeeded(out var request, out error))
            return GateError.BadRequest(error.Code.Value, error.Description);
        return Confirm(context, request);
    }

    private SeeOther Confirm(HttpContext context, EndSessionRequest request) =>
        new($"{context.Request.PathBase}/account/logout?logout={Uri.EscapeDataString(requests.ToToken(request))}");
}
