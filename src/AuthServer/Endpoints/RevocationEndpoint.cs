using AuthServer.Hosting;
using AuthServer.Protocol.Revocation;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/revoke — RFC 7009 §2.</summary>
internal static class RevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<RevocationFlow>();
        routes.MapForm("/connect/revoke", async (authorization, form, ct) =>
            await flow.RevokeAsync(authorization, form, ct) is { } refusal ? refusal : ReadOnlyMemory<byte>.Empty)
            .RequireCors(CorsPolicies.Clients);
    }
}
