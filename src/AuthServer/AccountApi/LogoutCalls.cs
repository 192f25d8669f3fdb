using AuthServer.Core.Authorizations;
using AuthServer.Hosting;
using AuthServer.Protocol.Issuing;

namespace AuthServer.AccountApi;

/// <summary>POST /api/account/logout.</summary>
internal sealed class LogoutCalls(OwnSessions sessions, IGivenAuthorizations authorizations, RefreshTokens refreshTokens)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<LogoutCalls>(api.ServiceProvider);
        api.MapOwn("POST", "/logout", calls.EndAsync).WithSummary("Sign out")
            .WithDescription(
                "The access token, its authorization and its session stop working at once: at userinfo, introspection and "
                + "refresh. The body may be left out; a refresh_token of the same app ends, too, should it be another's.")
            .Accepts<LogoutBody>("application/json")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(Problems.Malformed, Problems.TooLarge, Problems.UnsupportedMediaType, Problems.ValidationFailed)
            .Example(new LogoutBody { RefreshToken = "AZqzFh2…" });
    }

    private async Task<IResult> EndAsync(Caller caller, HttpContext context)
    {
        var ct = context.RequestAborted;
        var (body, problem) = HasBody(context.Request) ? await JsonBody.ReadAsync<LogoutBody>(context.Request) : (new(), null);
        if (problem is not null)
            return problem;

        var token = caller.Token;
        if (body?.RefreshToken is { } text && refreshTokens.Read(text) is { } refresh && refresh.AuthorizationId != token.AuthorizationId)
            await authorizations.EndAsync(refresh.AuthorizationId, token.ClientId, "signed_out", ct);
        // By itself, too: its session may have ended before without it.
        if (token.AuthorizationId is { } authorization)
            await authorizations.EndAsync(authorization, token.ClientId, "signed_out", ct);
        if (token.SessionId is { } session)
            await sessions.EndAsync(caller.UserId, session, ct);
        return Answer.Done;
    }

    private static bool HasBody(HttpRequest request) =>
        request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
}

/// <summary>What may be said at signing out.</summary>
internal sealed record LogoutBody
{
    /// <summary>Of the same app.</summary>
    public string? RefreshToken { get; init; }
}
