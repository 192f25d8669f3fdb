using AuthServer.Core.Authorizations;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>A person's account.</summary>
internal static class UserCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/users/{id:guid}/lock", LockAsync);
        api.MapPost("/users/{id:guid}/unlock", UnlockAsync);
    }

    private static async Task<IResult> LockAsync(Guid id, UserEndings users, CancellationToken ct) =>
        await users.LockAsync(id, ct) ? Results.NoContent() : Problems.NotFound;

    private static async Task<IResult> UnlockAsync(Guid id, UserEndings users, CancellationToken ct) =>
        await users.UnlockAsync(id, ct) ? Results.NoContent() : Problems.NotFound;
}
