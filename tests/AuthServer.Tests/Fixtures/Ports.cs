using System.Net;
using System.Net.Sockets;

namespace AuthServer.Tests.Fixtures;

/// <summary>Where to listen.</summary>
internal static class Ports
{
    /// <summary>One that nobody listens on now; somebody else may be faster.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
