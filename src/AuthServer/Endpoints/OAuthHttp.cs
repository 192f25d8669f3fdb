using System.Globalization;
using AuthServer.Hosting;
using AuthServer.Protocol.Wire;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Endpoints;

/// <summary>OAuth on HTTP, once for all endpoints: forms in, errors out, headers.</summary>
internal static class OAuthHttp
{
    /// <summary>How JSON calls itself.</summary>
    public const string Json = "application/json; charset=utf-8";

    private static readonly OAuthError TooLong = new(ErrorCode.InvalidRequest, "the body is too long");

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Longest body that is read. The longest value is 32 KB; a request holds a few.</summary>
    private const int MaxBody = 128 * 1024;

    /// <summary>What an endpoint makes of a form: JSON, nothing at all, or an error.</summary>
    public delegate Task<Result<ReadOnlyMemory<byte>>> FormAnswer(string? authorization, Form form, CancellationToken ct);

    /// <summary>Maps an endpoint that programs post forms to.</summary>
    /// <param name="status">Of an answer that is no error.</param>
    public static IEndpointConventionBuilder MapForm(
        this IEndpointRouteBuilder routes, string path, FormAnswer answer, int status = StatusCodes.Status200OK)
    {
        var recorder = routes.ServiceProvider.GetRequiredService<FlightRecorder>();
        return routes.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, answer, recorder, status)));
    }

    /// <summary>Whether the body says that it is a form in UTF-8, as it stands.</summary>
    public static bool IsForm(HttpRequest request) =>
        (request.ContentType == FormType || IsFormInUtf8(request.ContentType)) && request.Headers.ContentEncoding.Count == 0;

    private static bool IsFormInUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a form-encoded body (RFC 6749 §3.2); the query is no part of it.</summary>
    public static async ValueTask<Result<Form>> ReadFormAsync(HttpRequest request)
    {
        if (!IsForm(request))
            return new OAuthError(ErrorCode.InvalidRequest, "the body must be application/x-www-form-urlencoded in UTF-8");
        if (request.Headers.ContainsKey("DPoP"))
            return new OAuthError(ErrorCode.InvalidRequest, "DPoP is not supported");
        if (request.ContentLength > MaxBody)
            return TooLong;

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > MaxBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLong;
            }

            if (read.IsCompleted)
            {
                var form = read.Buffer.IsSingleSegment
                    ? Form.Parse(read.Buffer.FirstSpan)
                    : Form.Parse(System.Buffers.BuffersExtensions.ToArray(read.Buffer));
                reader.AdvanceTo(read.Buffer.End);
                return form;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The Authorization header; null when there is none. Two are no header that can be read.</summary>
    public static string? AuthorizationOf(HttpRequest request) =>
        request.Headers.Authorization.Count == 0 ? null : request.Headers.Authorization.ToString();

    /// <summary>Writes JSON that nobody may keep (RFC 6749 §5.1).</summary>
    public static Task WriteJsonAsync(HttpResponse response, ReadOnlyMemory<byte> json) => WriteAsync(response, Json, json);

    /// <summary>Writes what nobody may keep.</summary>
    public static Task WriteAsync(HttpResponse response, string contentType, ReadOnlyMemory<byte> body)
    {
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        return response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }

    /// <summary>Writes an error (RFC 6749 §5.2); what the client is not told is in the log and the flight recorder.</summary>
    public static Task WriteErrorAsync(HttpContext context, OAuthError error, Form? form)
    {
        FlightRecorder.Refused(context, error, form);
        context.Response.StatusCode = StatusOf(error);
        if (error.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        // A scheme is offered only to clients that used one.
        if (error.Code == ErrorCode.InvalidClient && context.Request.Headers.Authorization.Count > 0)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        return WriteJsonAsync(context.Response, OAuthJson.Error(error));
    }

    private static int StatusOf(OAuthError error)
    {
        if (error.RetryAfter is not null)
            return StatusCodes.Status429TooManyRequests;
        if (error == TooLong)
            return StatusCodes.Status413PayloadTooLarge;
        var code = error.Code;
        if (code == ErrorCode.InvalidClient || code == ErrorCode.InvalidToken)
            return StatusCodes.Status401Unauthorized;
        if (code == ErrorCode.InsufficientScope)
            return StatusCodes.Status403Forbidden;
        if (code == ErrorCode.TemporarilyUnavailable)
            return StatusCodes.Status503ServiceUnavailable;
        return code == ErrorCode.ServerError ? StatusCodes.Status500InternalServerError : StatusCodes.Status400BadRequest;
    }

    private static async Task AnswerAsync(HttpContext context, FormAnswer answer, FlightRecorder recorder, int status)
    {
        if (!(await ReadFormAsync(context.Request)).Succeeded(out var form, out var error)
            || !(await answer(AuthorizationOf(context.Request), form, context.RequestAborted)).Succeeded(out var json, out error))
        {
            await WriteErrorAsync(context, error, form);
            return;
        }

        recorder.Passed(context, form);
        context.Response.StatusCode = status;
        if (json.IsEmpty)
            context.Response.Headers.CacheControl = "no-store";
        else
            await WriteJsonAsync(context.Response, json);
    }
}
