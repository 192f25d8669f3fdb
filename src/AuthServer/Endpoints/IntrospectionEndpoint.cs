using AuthServer.Protocol.Introspection;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/introspect — RFC 7662 §2.</summary>
internal static class IntrospectionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapForm("/connect/introspect", routes.ServiceProvider.GetRequiredService<IntrospectionFlow>().AnswerAsync);
}
