using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.AccountApi;

/// <summary>A server that takes the place of an older system: its declarations and settings, one app.</summary>
public abstract class SystemServer : RunningServer
{
    public const string Password = "Correct-Horse-7";

    /// <summary>The app of every one of them.</summary>
    public const string App = "app";

    protected const string AppDeclaration =
        """
        { "client_id": "app", "client_name": "App", "first_party": true, "token_endpoint_auth_method": "none",
          "redirect_uris": ["https://app.example/cb"], "grant_types": ["authorization_code", "refresh_token"],
          "scope": "openid profile email phone offline_access roles" }
        """;

    public Mailbox NewMailbox() => new(Node);

    public AppChannel NewApp() => new(Node.Address, App);

    /// <summary>An address that nobody else uses.</summary>
    public static string NewAddress() => $"{Guid.CreateVersion7():N}@example.org";

    protected override IEnumerable<(string Name, string Value)> Settings => [("Password:Iterations", "1000")];
}
