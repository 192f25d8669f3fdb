using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>A connection to a server, a line at a time, in the clear or secured.</summary>
internal sealed class SmtpLine(TcpClient connection) : IAsyncDisposable
{
    private const int LongestReply = 100;

    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = connection.GetStream();
    private int _start;
    private int _end;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => await _stream.WriteAsync(bytes, ct);

    public async Task<SmtpReply> CommandAsync(string command, CancellationToken ct)
    {
        await WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), ct);
        return await ReadAsync(ct);
    }

    /// <exception cref="IOException">The server hung up, or speaks no SMTP.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken ct)
    {
        var lines = new List<string>();
        while (lines.Count < LongestReply)
        {
            var line = await ReadLineAsync(ct);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, null, out var code))
                break;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new SmtpReply(code, lines);
        }

        throw new IOException("no SMTP reply");
    }

    /// <summary>Begins TLS on what was in the clear so far.</summary>
    /// <param name="roots">Trusted in place of the system's; null: the system's.</param>
    /// <exception cref="SmtpUnavailableException">Text came before the handshake: somebody wants it believed as secured.</exception>
    public async Task SecureAsync(string host, X509Certificate2Collection? roots, CancellationToken ct)
    {
        if (_start != _end)
            throw new SmtpUnavailableException("text before the TLS handshake");
        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secured;
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (roots is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        await secured.AuthenticateAsClientAsync(options, ct);
    }

    public async ValueTask DisposeAsync()
    {
        // Closing TLS writes; a server that reads nothing must not keep us.
        connection.Client?.Close(0);
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was closed on the line above.
        }

        connection.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
                throw new IOException("a line without an end");
            var count = await _stream.ReadAsync(_buffer.AsMemory(_end), ct);
            if (count == 0)
                throw new IOException("hung up");
            _end += count;
        }
    }
}
