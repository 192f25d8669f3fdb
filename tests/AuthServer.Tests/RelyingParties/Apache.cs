using System.Runtime.Versioning;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.RelyingParties;

/// <summary>
/// Apache with mod_auth_openidc, as Debian ships both: a folder of pages for who is signed in. One process, and one site
/// for each response type.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class Apache : IAsyncLifetime
{
    private const string Modules = "/usr/lib/apache2/modules/mod_";
    private const string Program = "/usr/sbin/apache2";

    private static readonly string[] Loaded =
        ["mpm_event", "authn_core", "authz_core", "authz_user", "include", "mime", "auth_openidc"];

    private readonly RelyingPartyServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("auth-apache-").FullName;
    private ChildProcess? _process;

    public Apache(RelyingPartyServer server) => _server = server;

    /// <summary>What it wrote: the module says there what it does not like.</summary>
    public string Log => _process?.Log ?? "";

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program) || !File.Exists($"{Modules}auth_openidc.so"))
            throw SkippedTestException.Missing("Apache with mod_auth_openidc (package libapache2-mod-auth-openidc)");
        WritePages();
        var configuration = Path.Combine(_folder, "httpd.conf");
        await File.WriteAllTextAsync(configuration, Configuration());
        _process = ChildProcess.Start(_folder, [Program, "-f", configuration, "-D", "FOREGROUND"]);
        using var http = new HttpClient();
        foreach (var port in _server.ApachePorts.Values)
        {
            await Eventually.SeeAsync(
                async () => _process.IsRunning ? await http.GetStringAsync($"http://localhost:{port}/bye.html") : throw Gone(),
                text => text.Length > 0);
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private InvalidOperationException Gone() => new($"Apache ended: {Log}");

    /// <summary>As root it reads them as somebody else.</summary>
    private void WritePages()
    {
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder, Everybody);
        Directory.CreateDirectory(Path.Combine(_folder, "pages", "app"), Everybody);
        File.WriteAllText(Path.Combine(_folder, "pages", "bye.html"), "bye");
        File.WriteAllText(
            Path.Combine(_folder, "pages", "app", "index.html"),
            """
            <!DOCTYPE html><title>App</title>
            <p id="sub"><!--#echo var="OIDC_CLAIM_sub" --></p>
            <p id="name"><!--#echo var="OIDC_CLAIM_name" --></p>
            <p id="email"><!--#echo var="OIDC_CLAIM_email" --></p>
            """);
    }

    private string Configuration() =>
        $"""
        ServerRoot {_folder}
        PidFile {_folder}/pid
        DefaultRuntimeDir {_folder}
        Mutex file:{_folder} default
        ErrorLog /dev/stderr
        ServerName localhost
        StartServers 1
        {string.Join('\n', Loaded.Select(m => $"LoadModule {m}_module {Modules}{m}.so"))}
        User www-data
        Group www-data
        TypesConfig /dev/null
        AddType text/html .html
        AddOutputFilter INCLUDES .html
        <Directory {_folder}/pages>
          Options +Includes
          Require all granted
        </Directory>
        {string.Join('\n', _server.ApachePorts.Select(Site))}
        """;

    private string Site(KeyValuePair<string, int> site) =>
        $"""
        Listen 127.0.0.1:{site.Value}
        <VirtualHost 127.0.0.1:{site.Value}>
          ServerName localhost:{site.Value}
          DocumentRoot {_folder}/pages
          OIDCProviderMetadataURL {_server.Issuer}/.well-known/openid-configuration
          OIDCClientID {RelyingPartyServer.ApacheClient(site.Key)}
          OIDCClientSecret {RelyingPartyServer.Secret}
          OIDCRedirectURI http://localhost:{site.Value}/app/callback
          OIDCCryptoPassphrase of-the-tests
          OIDCScope "openid profile email{(site.Key == "id_token" ? "" : " offline_access")}"
          OIDCPKCEMethod S256
          OIDCResponseType "{site.Key}"
          {(site.Key == "code" ? "" : "OIDCResponseMode form_post")}
          OIDCInfoHook access_token id_token userinfo refresh_token
          <Location /app>
            AuthType openid-connect
            Require valid-user
          </Location>
        </VirtualHost>
        """;
}
