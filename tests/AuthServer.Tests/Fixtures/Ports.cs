using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

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

    /// <summary>
    /// One to come back to after a pause: below those that the system gives to whoever connects, so that nobody gets it
    /// meanwhile by chance.
    /// </summary>
    public static int Lasting()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another, then.
            }
        }
    }
}
