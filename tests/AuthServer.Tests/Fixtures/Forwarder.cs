using System.Net;
using System.Net.Sockets;

namespace AuthServer.Tests.Fixtures;

/// <summary>A local proxy: a port that leads to another one. It can hold back what it carries, as a dead wire does.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _held;

    public Forwarder(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>At 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing arrives, and nobody is told.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives.</summary>
    public void LetGo()
    {
        _held?.SetResult();
        _held = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task CarryAsync(TcpClient caller)
    {
        using (caller)
        using (var target = new TcpClient())
        {
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, _target, _closed.Token);
                await Task.WhenAny(
                    CopyAsync(caller.GetStream(), target.GetStream()), CopyAsync(target.GetStream(), caller.GetStream()));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // One side went away; the other hears of it now.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, _closed.Token)) > 0;)
        {
            if (_held is { } held)
                await held.Task.WaitAsync(_closed.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _closed.Token);
        }
    }
}
