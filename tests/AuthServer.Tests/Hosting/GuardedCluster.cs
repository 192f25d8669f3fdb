using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>A PostgreSQL that asks for passwords and offers encryption, with a certificate that nobody vouches for.</summary>
public sealed class GuardedCluster : IAsyncLifetime
{
    /// <summary>Everything in it that means something to somebody.</summary>
    public const string Password = """p@ss;w"o'rd =%#/""";

    /// <summary>A folder as managed clouds name theirs.</summary>
    private const string Managed = "project:region:instance";

    internal OwnCluster Cluster { get; private set; } = null!; // set before any test runs

    /// <summary>The folder of a second socket.</summary>
    public string Sockets => Path.Combine(Cluster.Folder, Managed);

    /// <summary>What all forms share: where they differ is where the database is.</summary>
    public static (string Name, string Value)[] Account =>
    [
        ("Database:Name", "auth"), ("Database:User", "app"), ("Database:Password", Password),
        ("Keys:EncryptionSecret", "the same for every node of this database, 0123456789"),
    ];

    public async Task InitializeAsync()
    {
        Cluster = new OwnCluster(
            "ssl=on", "ssl_cert_file={0}/server.crt", "ssl_key_file={0}/server.key", "hba_file={0}/hba.conf",
            "password_encryption=scram-sha-256", "unix_socket_directories={0}, {0}/" + Managed);
        Directory.CreateDirectory(Sockets);
        WriteCertificate();
        await File.WriteAllLinesAsync(Path.Combine(Cluster.Folder, "hba.conf"),
        [
            "local all postgres trust",
            "local all all scram-sha-256",
            "hostssl all careful 127.0.0.1/32 scram-sha-256",
            "host all careful all reject",
            "host all all 127.0.0.1/32 scram-sha-256",
        ]);
        await Cluster.StartAsync();
        var literal = Password.Replace("'", "''", StringComparison.Ordinal);
        await Cluster.ExecuteAsync(
            $"create role app login password '{literal}'; create role careful login password '{literal}' in role app; "
            + "alter database auth owner to app");
    }

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(Path.Combine(Cluster.Folder, "server.crt"), certificate.ExportCertificatePem());
        var file = Path.Combine(Cluster.Folder, "server.key");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
