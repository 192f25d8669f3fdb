using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.WebApp;

/// <summary>A server that knows the web shop and Ada.</summary>
public sealed class WebAppServer : RunningServer
{
    public const string Email = "ada@example.org";
    public const string Password = "Correct-Horse-7";
    public const string ClientSecret = "a secret of the shop, of this test alone";

    /// <summary>Where the shop will be.</summary>
    public int ShopPort { get; } = Ports.Free();

    protected override string Declarations => $$"""
        {
          "branding": { "name": "Acme ID" }, "roles": ["user"], "registration": [ { "kind": "user", "role": "user" } ],
          "scopes": [ { "name": "orders.read", "description": "Read your orders", "resources": ["https://orders.example"] } ],
          "users": [ { "email": "{{Email}}", "password": "{{Password}}", "email_verified": true, "name": "Ada Example" } ],
          "clients": [ {
            "client_id": "web", "client_secret": "{{ClientSecret}}", "client_name": "Web shop",
            "redirect_uris": ["http://localhost:{{ShopPort}}/cb"],
            "post_logout_redirect_uris": ["http://localhost:{{ShopPort}}/bye"],
            "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
            "scope": "openid profile email offline_access orders.read"
          } ]
        }
        """;
}
