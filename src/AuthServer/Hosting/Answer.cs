using AuthServer.Protocol.Issuing;

namespace AuthServer.Hosting;

/// <summary>Good answers.</summary>
internal static class Answer
{
    /// <summary>204.</summary>
    public static IResult Done { get; } = Results.NoContent();

    /// <summary>200.</summary>
    public static IResult Ok<T>(T body) => Results.Json(body, JsonBody.Options);

    /// <summary>201: the created object, and where it is now.</summary>
    public static IResult Created<T>(T body) => Results.Json(body, JsonBody.Options, statusCode: StatusCodes.Status201Created);

    /// <summary>202: the same for every address, whether or not somebody has it.</summary>
    public static IResult Accepted<T>(T body) => Results.Json(body, JsonBody.Options, statusCode: StatusCodes.Status202Accepted);

    /// <summary>A token response, which nobody may keep (RFC 6749 §5.1).</summary>
    public static IResult Of(IssuedTokens tokens) => new TokenResult(tokens);

    /// <summary>A place in the path that is an id; null when what stands there is none.</summary>
    public static Guid? FindId(this HttpContext context, string place) =>
        Guid.TryParse(context.Request.RouteValues[place] as string, out var id) ? id : null;

    private sealed record TokenResult(IssuedTokens Tokens) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var json = OAuthJson.Tokens(Tokens);
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = json.Length;
            response.Headers.CacheControl = "no-store";
            response.Headers.Pragma = "no-cache";
            return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }
}

/// <summary>A list, whole.</summary>
internal sealed record ListAnswer<T>(IReadOnlyList<T> Items);
