using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Protocol.Jose;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/keys: the ring. Nothing secret of a key ever leaves.</summary>
internal sealed class KeyCalls(KeyRing keys)
{
    private static readonly string[] Orders = ["-activates_at", "created_at"];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<KeyCalls>(api.ServiceProvider);
        api.MapList("/keys", Orders, calls.ListAsync).WithSummary("The keys")
            .WithDescription("`q` is looked for in kid, purpose, algorithm and state.")
            .Example(null, new Page<AdminKey>([AdminKey.Example], null));
        api.MapAdmin("POST", "/keys/rotate", AdminRights.Security, calls.RotateAsync).WithSummary("Announce a successor of every key")
            .WithDescription("Each takes over after `Keys:Propagation`, so that everybody has read it by then. One that is announced already is successor enough.")
            .Produces<ListAnswer<AdminKey>>().Example(null, new ListAnswer<AdminKey>([AdminKey.Example]));
        api.MapAdmin("POST", "/keys/{kid}/revoke", AdminRights.Security, calls.RevokeAsync).WithSummary("End a key at once")
            .WithDescription("Everything that it made is worth nothing any more. A fresh one takes over where it was in use. For a key that leaked.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound).Recently();
    }

    private async Task<Page<AdminKey>> ListAsync(PageQuery query, HttpContext context)
    {
        var ring = (await keys.ListAsync(context.RequestAborted)).Select(AdminKey.Of);
        return WholeList.Page(
            ring, query, k => new Cursor(WholeList.TextOf(query.Order.Member == "created_at" ? k.CreatedAt : k.ActivatesAt), k.Kid),
            k => [k.Kid, k.Purpose, k.Algorithm, k.State]);
    }

    private async Task<IResult> RotateAsync(Administrator administrator, HttpContext context)
    {
        await keys.RotateAsync(administrator.Because(), context.RequestAborted);
        return Answer.Ok(new ListAnswer<AdminKey>([.. (await keys.ListAsync(context.RequestAborted)).Select(AdminKey.Of)]));
    }

    private async Task<IResult> RevokeAsync(Administrator administrator, HttpContext context) =>
        context.Request.RouteValues["kid"] is string kid && await keys.RevokeAsync(kid, administrator.Because(), context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;
}

/// <summary>A key of the ring.</summary>
internal sealed record AdminKey
{
    /// <summary>Its id: <c>kid</c> in what a signing key signs.</summary>
    public required string Kid { get; init; }

    /// <summary><c>signing</c>, or <c>sealing</c>: codes, refresh tokens, opaque tokens and what is stored encrypted.</summary>
    public required string Purpose { get; init; }

    /// <summary>Of a signing key.</summary>
    public required string? Algorithm { get; init; }

    /// <summary>
    /// <c>announced</c> (published, not used yet), <c>active</c>, <c>retired</c> (good for what it made), <c>revoked</c>.
    /// </summary>
    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ActivatesAt { get; init; }

    public required DateTimeOffset? RetiresAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The public half (RFC 7517) of a signing key that is published.</summary>
    public required JsonElement? PublicKey { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminKey Example = new()
    {
        Kid = "Xk3vQ0mC1b9Tz7aL",
        Purpose = "signing",
        Algorithm = "ES256",
        State = "active",
        CreatedAt = new DateTimeOffset(2026, 2, 28, 9, 30, 0, TimeSpan.Zero),
        ActivatesAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        RetiresAt = null,
        ExpiresAt = null,
        PublicKey = JsonDocument.Parse("""{"kty":"EC","use":"sig","alg":"ES256","kid":"Xk3vQ0mC1b9Tz7aL","crv":"P-256","x":"…","y":"…"}""").RootElement,
    };

    public static AdminKey Of(ListedKey key) => new()
    {
        Kid = key.Name,
        Purpose = key.Algorithm is null ? "sealing" : "signing",
        Algorithm = key.Algorithm,
        State = Words.Snake(key.State),
        CreatedAt = key.CreatedAt,
        ActivatesAt = key.ActivatesAt,
        RetiresAt = key.RetiresAt,
        ExpiresAt = key.ExpiresAt,
        PublicKey = key.Public is { } published ? Written(published) : null,
    };

    private static JsonElement Written(Jwk key)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            key.WritePublic(writer);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
