using AuthServer.Hosting;
using AuthServer.Protocol.UserInfo;
using AuthServer.Protocol.Wire;

namespace AuthServer.Endpoints;

/// <summary>GET and POST /connect/userinfo — OIDC Core §5.3, RFC 6750.</summary>
internal static class UserInfoEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<UserInfoFlow>();
        var recorder = routes.ServiceProvider.GetRequiredService<FlightRecorder>();
        routes.MapMethods("/connect/userinfo", ["GET", "POST"], (RequestDelegate)(context => AnswerAsync(context, flow, recorder)))
            .RequireCors(CorsPolicies.Clients);
    }

    private static async Task AnswerAsync(HttpContext context, UserInfoFlow flow, FlightRecorder recorder)
    {
        if (!(await ReadTokenAsync(context.Request)).Succeeded(out var token, out var error))
        {
            await RefuseAsync(context, error, isWithoutToken: false);
            return;
        }

        var answer = await flow.AnswerAsync(token.Value, context.RequestAborted);
        if (answer.Succeeded(out var info, out error))
        {
            recorder.Passed(context, null);
            await OAuthHttp.WriteAsync(context.Response, info.IsJwt ? "application/jwt" : OAuthHttp.Json, info.Body);
        }
        else if (error.Code == ErrorCode.TemporarilyUnavailable)
        {
            await OAuthHttp.WriteErrorAsync(context, error, null);
        }
        else
        {
            await RefuseAsync(context, error, token.Value is null);
        }
    }

    /// <summary>In the header, or in a posted form; never in the query (RFC 6750 §2, §5.3).</summary>
    private static async ValueTask<Result<Sent>> ReadTokenAsync(HttpRequest request)
    {
        var header = OAuthHttp.AuthorizationOf(request);
        if (request.Query.ContainsKey("access_token"))
            return new OAuthError(ErrorCode.InvalidRequest, "the query must not carry an access token");
        string? posted = null;
        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType)
        {
            if (!(await OAuthHttp.ReadFormAsync(request)).Succeeded(out var form, out var error))
                return error;
            if (form.FirstFault() is { } fault)
                return new OAuthError(ErrorCode.InvalidRequest, fault);
            posted = form.Find("access_token");
        }

        if (header is null)
            return new Sent(posted);
        if (posted is not null)
            return new OAuthError(ErrorCode.InvalidRequest, "more than one access token");
        // One space, by the grammar; and then no other white space can be part of a token.
        const string scheme = "Bearer ";
        var isBearer = header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && header.Length > scheme.Length;
        return isBearer && !header.AsSpan(scheme.Length).ContainsAny(' ', '\t')
            ? new Sent(header[scheme.Length..])
            : new OAuthError(ErrorCode.InvalidToken, "the Authorization header holds no bearer token");
    }

    /// <summary>Who brought nothing is told what to bring, and no error (RFC 6750 §3.1).</summary>
    private static Task RefuseAsync(HttpContext context, OAuthError error, bool isWithoutToken)
    {
        FlightRecorder.Refused(context, error, null);
        var scope = error.Code == ErrorCode.InsufficientScope ? ", scope=\"openid\"" : "";
        var response = context.Response;
        response.StatusCode = error.Code == ErrorCode.InsufficientScope ? StatusCodes.Status403Forbidden
            : error.Code == ErrorCode.InvalidToken ? StatusCodes.Status401Unauthorized
            : StatusCodes.Status400BadRequest;
        response.Headers.WWWAuthenticate = isWithoutToken
            ? "Bearer"
            : $"Bearer error=\"{error.Code}\", error_description=\"{error.Description}\"{scope}";
        response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private readonly record struct Sent(string? Value);
}
