using System.Net;
using System.Net.Sockets;

namespace AuthServer.Core.Outbound;

/// <summary>
/// Connects. The name is looked up once, each address is judged, and one of those judged is the one connected to: a name
/// that changes its mind between check and connection finds no gap between them.
/// </summary>
internal sealed class Dialer(UrlRule rule, Names names)
{
    private const int MostAddresses = 4;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="HttpRequestException">No address that may be called, or none that answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var url = context.InitialRequestMessage.RequestUri!; // it is what is being connected for
        var host = UrlRule.HostOf(url);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await names.FindAsync(host, ct);
        var allowed = Array.FindAll(found, a => rule.Permits(Addresses.Judge(a), url.Scheme));
        if (allowed.Length == 0)
            throw new HttpRequestException("it has no address that may be called");

        SocketException? last = null;
        foreach (var address in allowed.Take(MostAddresses))
        {
            try
            {
                return await OpenAsync(new IPEndPoint(address, context.DnsEndPoint.Port), ct);
            }
            catch (SocketException fault)
            {
                last = fault;
            }
        }

        throw new HttpRequestException(HttpRequestError.ConnectionError, "it does not take connections", last);
    }

    private static async Task<Stream> OpenAsync(IPEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
