namespace AuthServer.Endpoints;

/// <summary>303: whatever came, what follows is a GET. Never 307 or 308, which would post credentials on (RFC 9700 §4.12).</summary>
internal sealed record SeeOther(string Location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Location;
        return Task.CompletedTask;
    }
}
