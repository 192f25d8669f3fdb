using System.Net;
using System.Net.Sockets;

namespace AuthServer.Core.Outbound;

/// <summary>Judges IP addresses by the registries of special ones (RFC 6890 and its successors).</summary>
internal static class Addresses
{
    private static readonly IPNetwork[] PrivateOnes = Networks(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
        "100.64.0.0/10", // carriers' own (RFC 6598)
        "::1/128", "fc00::/7");

    private static readonly IPNetwork[] DeadOnes = Networks(
        "0.0.0.0/8",
        "169.254.0.0/16", // link-local, where clouds keep the machine's credentials
        "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // protocols, documentation
        "192.88.99.0/24", "198.18.0.0/15", // 6to4 relays, benchmarks
        "224.0.0.0/4", "240.0.0.0/4"); // groups, reserved, broadcast

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Inside what is global: Teredo and other protocols, documentation, 6to4. The last hides an IPv4 address.
    private static readonly IPNetwork[] DeadV6 = Networks("2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16");

    /// <summary>Judges one. An IPv4 address in IPv6 clothes is judged without them.</summary>
    public static Reach Judge(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (Array.Exists(PrivateOnes, n => n.Contains(address)))
            return Reach.Private;
        var isOut = address.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(DeadOnes, n => n.Contains(address))
            : GlobalV6.Contains(address) && !Array.Exists(DeadV6, n => n.Contains(address)); // NAT64 is not global
        return isOut ? Reach.Public : Reach.Never;
    }

    private static IPNetwork[] Networks(params ReadOnlySpan<string> texts)
    {
        var networks = new IPNetwork[texts.Length];
        for (var i = 0; i < texts.Length; i++)
            networks[i] = IPNetwork.Parse(texts[i]);
        return networks;
    }
}
