using AuthServer.Protocol.Logout;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>GET and POST /connect/endsession — RP-Initiated Logout 1.0 §2.</summary>
internal sealed class EndSessionEndpoint(
    EndSessionFlow flow, AfterSignOut after, SignedInReader people, BrowserSession session, FlightRecorder recorder)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = ActivatorUtilities.CreateInstance<EndSessionEndpoint>(routes.ServiceProvider);
        routes.MapGet("/connect/endsession", (Delegate)endpoint.StartAsync);
        routes.MapPost("/connect/endsession", (Delegate)endpoint.StartByPostAsync);
    }

    private async Task<IResult> StartAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = Form.Parse(context.Request.QueryString.Value ?? "");
        if (!(await flow.ReadAsync(form, ct)).Succeeded(out var request, out var error))
            return FlightRecorder.Page(context, error, form);
        recorder.Passed(context, form);

        if (request.NeedsConfirmation(await people.ReadAsync(context, ct)))
            return new SeeOther(after.Ask(context, request.ClientId, request.ReturnUri));
        var ended = await session.EndAsync(context, ct);
        return new SeeOther(await after.AddressAsync(context, ended, request.ClientId, request.ReturnUri, ct));
    }

    /// <summary>A POST from another site comes without our cookies: the page that follows has them.</summary>
    private async Task<IResult> StartByPostAsync(HttpContext context)
    {
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error)
            || !(await flow.ReadAsync(form, context.RequestAborted)).Succeeded(out var request, out error))
            return FlightRecorder.Page(context, error, form);
        recorder.Passed(context, form);
        return new SeeOther(after.Ask(context, request.ClientId, request.ReturnUri));
    }
}
