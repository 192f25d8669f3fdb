using System.Buffers;
using System.Text.Json;
using AuthServer.Hosting;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/par — RFC 9126 §2.</summary>
internal static class PushedRequestEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<PushFlow>();
        routes.MapForm("/connect/par", PushAsync, StatusCodes.Status201Created).RequireCors(CorsPolicies.Clients);

        async Task<Result<ReadOnlyMemory<byte>>> PushAsync(string? authorization, Form form, CancellationToken ct) =>
            (await flow.PushAsync(authorization, form, ct)).Succeeded(out var pushed, out var error) ? Write(pushed) : error;
    }

    private static ReadOnlyMemory<byte> Write(PushedRequest pushed)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("request_uri", pushed.Uri);
        writer.WriteNumber("expires_in", (long)pushed.ExpiresIn.TotalSeconds);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
