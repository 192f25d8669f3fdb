using AuthServer.Core.Clients;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>Tokens that let others register a client of their own (RFC 7591 §1.2, initial access tokens).</summary>
internal static class RegistrationTokenCalls
{
    private const string Path = "/registration-tokens";
    private const long Day = 24 * 60 * 60;
    private const long MaxSeconds = 365 * Day;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(Path, (Delegate)CreateAsync);
        api.MapGet(Path, ListAsync);
        api.MapDelete(Path + "/{id:guid}", DeleteAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync<Wanted>(context.Request);
        if (body is null)
            return problem!; // one of the two is there
        if (body.ExpiresIn is < 60 or > MaxSeconds)
            return Problems.Invalid("expires_in", "out_of_range");
        if (body.Uses is < 1 or > 1_000_000)
            return Problems.Invalid("uses", "out_of_range");

        var tokens = context.RequestServices.GetRequiredService<InitialTokens>();
        var (text, token) = await tokens.CreateAsync(
            TimeSpan.FromSeconds(body.ExpiresIn ?? Day), body.Uses ?? 1, context.RequestAborted);
        return Results.Json(
            new { token.Id, Token = text, token.UsesLeft, token.CreatedAt, token.ExpiresAt }, JsonBody.Options,
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(InitialTokens tokens, CancellationToken ct) =>
        Results.Json(new { Items = await tokens.ListAsync(ct) }, JsonBody.Options);

    private static async Task<IResult> DeleteAsync(Guid id, InitialTokens tokens, CancellationToken ct) =>
        await tokens.DeleteAsync(id, ct) ? Results.NoContent() : Problems.NotFound;

    /// <summary>Seconds from now, a day without; how many clients it registers, one without.</summary>
    private sealed record Wanted(long? ExpiresIn, int? Uses);
}
