using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Attacks;

/// <summary>What apps and APIs send to a node's back door, one call a line.</summary>
internal sealed class Desk(Uri node) : IDisposable
{
    public Desk(StandardServer server)
        : this(server.Node.Address)
    {
    }

    /// <summary>For whatever has no line here.</summary>
    public BackChannel Channel { get; } = new(node);

    /// <summary>Redeems a code the right way, but for the changes: they replace, add, or with null remove.</summary>
    public Task<Reply> RedeemAsync(string clientId, string code, params (string Name, string? Value)[] changes) =>
        Channel.TokenAsync(StandardServer.Login(clientId), Changed(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", StandardServer.Callback),
                ("code_verifier", Person.Verifier),
            ],
            changes));

    public Task<Reply> RefreshAsync(string clientId, string token, params (string Name, string Value)[] more) =>
        Channel.TokenAsync(
            StandardServer.Login(clientId), [("grant_type", "refresh_token"), ("refresh_token", token), .. more]);

    public Task<Reply> MachineAsync(string clientId, params (string Name, string Value)[] more) =>
        Channel.TokenAsync(StandardServer.Login(clientId), [("grant_type", "client_credentials"), .. more]);

    public Task<Reply> RevokeAsync(string clientId, string token, params (string Name, string Value)[] more) =>
        Channel.PostAsync("/connect/revoke", StandardServer.Login(clientId), [("token", token), .. more]);

    public Task<Reply> IntrospectAsync(string caller, string token, params (string Name, string Value)[] more) =>
        Channel.PostAsync("/connect/introspect", StandardServer.Login(caller), [("token", token), .. more]);

    /// <summary>In the eyes of one who may see every access token.</summary>
    public async Task<bool> IsActiveAsync(string accessToken) =>
        (await IntrospectAsync("watcher", accessToken))["active"] == "True";

    public Task<Reply> UserInfoAsync(string token) => Channel.GetAsync("/connect/userinfo", token);

    public void Dispose() => Channel.Dispose();

    private static (string Name, string Value)[] Changed(
        (string Name, string Value)[] good, (string Name, string? Value)[] changes) =>
    [
        .. good.Where(g => Array.TrueForAll(changes, c => c.Name != g.Name)),
        .. changes.Where(c => c.Value is not null).Select(c => (c.Name, c.Value!)), // just looked at
    ];
}
