using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuthServer.Tests.Deployment;

/// <summary>Takes mail for most, refuses it for <c>dead…</c> for good, and for <c>slow…</c> for now. It keeps nothing.</summary>
internal sealed class ChoosySmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _accepting;

    public ChoosySmtp()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>At 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task TalkAsync(TcpClient caller)
    {
        using (caller)
        {
            try
            {
                using var reader = new StreamReader(caller.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(caller.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 choosy");
                for (var isData = false; await reader.ReadLineAsync(_closed.Token) is { } line;)
                {
                    if (isData && line != ".")
                        continue;
                    isData = line == "DATA";
                    await writer.WriteLineAsync(AnswerTo(line));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The caller has hung up.
            }
        }
    }

    private static string AnswerTo(string line) =>
        line == "DATA" ? "354 go on"
        : line.StartsWith("RCPT TO:<dead", StringComparison.OrdinalIgnoreCase) ? "550 nobody of that name"
        : line.StartsWith("RCPT TO:<slow", StringComparison.OrdinalIgnoreCase) ? "451 not now"
        : line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye"
        : "250 fine";
}
