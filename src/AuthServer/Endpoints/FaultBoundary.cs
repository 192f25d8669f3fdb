using AuthServer.Core.Data;
using AuthServer.Hosting;
using AuthServer.Protocol.Wire;
using Microsoft.AspNetCore.Diagnostics;

namespace AuthServer.Endpoints;

/// <summary>
/// The one place where exceptions end. A database that does not answer is 503, anything else a bug and 500; nobody outside
/// reads more than that. Before the server is open everything but the health checks is 503.
/// </summary>
internal sealed class FaultBoundary(RequestDelegate next, Opening opening, ILogger<FaultBoundary> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!opening.IsOpen && !NeedsNothing(context))
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, bad.StatusCode);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault) && !context.Response.HasStarted)
        {
            Log.Unavailable(log, context.Request.Path, DatabaseFault.ReasonOf(fault));
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            Log.Failed(log, fault, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Health checks, and the error page in place of an answer that failed.</summary>
    private static bool NeedsNothing(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    /// <summary>Programs get OAuth's error; for people the status alone, which the error page then fills.</summary>
    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "2";
        if (Problems.AreFor(context.Request.Path))
            return Problems.Of(status).ExecuteAsync(context);
        if (!context.Request.Path.StartsWithSegments("/connect", StringComparison.Ordinal))
            return Task.CompletedTask;
        var error = status switch
        {
            StatusCodes.Status503ServiceUnavailable => new OAuthError(ErrorCode.TemporarilyUnavailable, "try again later"),
            >= 500 => new OAuthError(ErrorCode.ServerError, "something went wrong here"),
            _ => new OAuthError(ErrorCode.InvalidRequest, "the request cannot be read"),
        };
        FlightRecorder.Refused(context, error, null);
        return OAuthHttp.WriteJsonAsync(context.Response, OAuthJson.Error(error));
    }
}
