using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Where the database is: one connection string, or its parts.</summary>
public sealed class DatabaseOptions
{
    // What a given connection string does not say; its own words come later and win.
    private const string Defaults =
        "Application Name=AuthServer;Max Auto Prepare=64;Auto Prepare Min Usages=2;Maximum Pool Size=32;Timeout=5;"
        + "Host Recheck Seconds=1;"
        // A connection is given back as it was taken: nothing here sets anything that outlives its transaction.
        + "No Reset On Close=true;";

    /// <summary><c>ConnectionStrings:Default</c>; given, the parts below are not looked at.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Host name or address; several, separated by commas, for a cluster that fails over.</summary>
    public string? Host { get; set; }

    /// <summary>Default 5432.</summary>
    public int Port { get; set; } = 5432;

    /// <summary>Name of the database.</summary>
    public string? Name { get; set; }

    /// <summary>Role to connect as.</summary>
    public string? User { get; set; }

    /// <summary>Taken as it is: nothing in it needs escaping.</summary>
    public string? Password { get; set; }

    /// <summary>Directory of a Unix socket, in place of <see cref="Host"/>.</summary>
    public string? SocketDirectory { get; set; }

    /// <summary>Default: encrypted where the server offers it.</summary>
    public SslMode SslMode { get; set; } = SslMode.Prefer;

    /// <summary>Whether any setting says where the database is.</summary>
    public bool IsConfigured =>
        !string.IsNullOrEmpty(ConnectionString) || !string.IsNullOrEmpty(Host) || !string.IsNullOrEmpty(SocketDirectory);

    /// <summary>The connection string that the settings come to.</summary>
    /// <exception cref="SettingException">No setting says where the database is.</exception>
    public NpgsqlConnectionStringBuilder Build()
    {
        if (!string.IsNullOrEmpty(ConnectionString))
            return new NpgsqlConnectionStringBuilder(Defaults + ConnectionString);

        var host = string.IsNullOrEmpty(SocketDirectory) ? Host : SocketDirectory;
        if (string.IsNullOrEmpty(host))
        {
            throw new SettingException(
                "No database is configured: set ConnectionStrings:Default, Database:Host or Database:SocketDirectory.");
        }

        return new NpgsqlConnectionStringBuilder(Defaults)
        {
            Host = host,
            Port = Port,
            Database = Name,
            Username = User,
            Password = Password,
            SslMode = SslMode,
        };
    }
}
