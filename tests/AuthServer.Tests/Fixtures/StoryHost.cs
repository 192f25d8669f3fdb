using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>A server on a loopback address that answers each request with whatever its story does to the connection.</summary>
internal sealed class StoryHost : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<Stream, CancellationToken, Task> _story;
    private readonly bool _readsFirst;
    private readonly CancellationTokenSource _end = new();
    private bool _isClosed;

    /// <param name="story">The connection closes when it ends.</param>
    /// <param name="readsFirst">Whether the head of a request is read before the story.</param>
    public StoryHost(Func<Stream, CancellationToken, Task> story, string address = "127.0.0.1", int port = 0, bool readsFirst = true)
    {
        (_story, _readsFirst) = (story, readsFirst);
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Url = $"http://{address}:{Port}/";
        _ = AcceptAsync();
    }

    public int Port { get; }

    public string Url { get; }

    /// <summary>The requests, head and what came with it.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How often somebody connected.</summary>
    public int Connections { get; private set; }

    /// <summary>One that answers 200 with this.</summary>
    public static StoryHost Saying(string body, string headers = "", string address = "127.0.0.1", int port = 0) => new(
        (stream, ct) => WriteAsync(stream, $"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}", ct), address, port);

    public static async Task WriteAsync(Stream stream, string text, CancellationToken ct) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);

    /// <summary>Nobody is at the address any more. Twice is as once.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            if (_readsFirst)
                await ReadHeadAsync(client.GetStream());
            await _story(client.GetStream(), _end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The caller has had enough, or the test.
        }
    }

    private async Task ReadHeadAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var read = await stream.ReadAsync(buffer, _end.Token);
        Requests.Enqueue(Encoding.ASCII.GetString(buffer, 0, read));
    }
}
