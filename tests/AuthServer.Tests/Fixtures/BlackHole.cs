using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>A server that accepts every connection and then says what it was told to, or nothing, ever.</summary>
public sealed class BlackHole : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<TcpClient> _swallowed = [];

    /// <param name="says">Right after a connection; empty: nothing.</param>
    public BlackHole(int port = 0, string says = "")
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = SwallowAsync(Encoding.ASCII.GetBytes(says));
    }

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>How often somebody connected.</summary>
    public int Connections { get; private set; }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_swallowed)
            _swallowed.ForEach(c => c.Dispose());
    }

    private async Task SwallowAsync(byte[] says)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                lock (_swallowed)
                    _swallowed.Add(client);
                Connections++;
                await client.GetStream().WriteAsync(says);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // It was closed.
        }
    }
}
