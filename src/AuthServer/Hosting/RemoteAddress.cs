using System.Net;
using System.Net.Sockets;

namespace AuthServer.Hosting;

/// <summary>Who is counted as one sender.</summary>
internal static class RemoteAddress
{
    /// <summary>
    /// The address; of IPv6 its first half, since whoever has one such address has 2^64 of them. A request through a Unix
    /// socket whose proxy names nobody has none.
    /// </summary>
    public static IPAddress Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
