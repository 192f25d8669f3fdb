using System.Net;
using System.Net.Sockets;

namespace AuthServer.Tests.Fixtures;

/// <summary>Senders that the server can tell apart, although all of them are this machine.</summary>
internal static class Loopback
{
    /// <summary>Connects from that address; null: from any.</summary>
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? From(string? address) =>
        address is null ? null : (context, ct) => ConnectAsync(IPAddress.Parse(address), context.DnsEndPoint.Port, ct);

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
