using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace AuthServer.Tests.Attacks;

/// <summary>When the wire breaks.</summary>
internal enum Break
{
    /// <summary>The statement never reaches the database.</summary>
    BeforeTheStatement,

    /// <summary>The database has done it, and nobody hears so.</summary>
    AfterTheStatement,
}

/// <summary>
/// The way from a node to PostgreSQL, which breaks once, at a statement that was named, or carries nothing for a while.
/// </summary>
internal sealed class BrokenWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly EndPoint _database;
    private readonly Task _accepting;
    private volatile Trap? _trap;
    private volatile TaskCompletionSource? _held;

    public BrokenWire(string connectionString)
    {
        // Statements are sent in full each time, so that they can be recognised.
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 0,
            ApplicationName = "behind-a-wire", // whoever kills the other nodes' connections leaves these
            SslMode = SslMode.Disable,
        };
        // A host that begins with a slash is the folder of a Unix socket, as for every client of PostgreSQL.
        _database = settings.Host?.StartsWith('/') == true
            ? new UnixDomainSocketEndPoint($"{settings.Host}/.s.PGSQL.{settings.Port}")
            : new DnsEndPoint(settings.Host ?? "localhost", settings.Port);
        _listener.Start();
        (settings.Host, settings.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        ConnectionString = settings.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>What the node is to use.</summary>
    public string ConnectionString { get; }

    /// <summary>Breaks the connection that next carries this text.</summary>
    public void BreakAt(string statement, Break when) => _trap = new Trap(Encoding.ASCII.GetBytes(statement), when);

    /// <summary>Whether the break happened.</summary>
    public bool IsSprung => _trap is null;

    /// <summary>From now on nothing arrives, neither way, and nobody is told.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives.</summary>
    public void LetGo()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
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

    private async Task CarryAsync(TcpClient node)
    {
        using (node)
        using (var database = new Socket(
            _database is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                await database.ConnectAsync(_database, _closed.Token);
                await using var stream = new NetworkStream(database);
                var carrier = new Carrier(node.GetStream(), stream);
                await Task.WhenAny(StatementsAsync(carrier), AnswersAsync(carrier));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // One side went away; the other hears of it now.
            }
        }
    }

    private async Task StatementsAsync(Carrier carrier)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await carrier.Node.ReadAsync(buffer, _closed.Token)) > 0;)
        {
            if (_trap is { } trap && buffer.AsSpan(0, read).IndexOf(trap.Text) >= 0)
            {
                if (trap.When == Break.BeforeTheStatement)
                {
                    _trap = null;
                    return;
                }

                carrier.IsDeaf = true;
            }

            await HeldAsync();
            await carrier.Database.WriteAsync(buffer.AsMemory(0, read), _closed.Token);
        }
    }

    private async Task AnswersAsync(Carrier carrier)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await carrier.Database.ReadAsync(buffer, _closed.Token)) > 0;)
        {
            if (carrier.IsDeaf)
            {
                _trap = null;
                return;
            }

            await HeldAsync();
            await carrier.Node.WriteAsync(buffer.AsMemory(0, read), _closed.Token);
        }
    }

    private async Task HeldAsync()
    {
        if (_held is { } held)
            await held.Task.WaitAsync(_closed.Token);
    }

    private sealed record Trap(byte[] Text, Break When);

    private sealed record Carrier(NetworkStream Node, NetworkStream Database)
    {
        public volatile bool IsDeaf;
    }
}
