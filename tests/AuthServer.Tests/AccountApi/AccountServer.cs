using System.Text.Json.Nodes;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>A server with apps of ours, two kinds of people, and the apps of the standard one.</summary>
public class AccountServer : StandardServer
{
    /// <summary>Public and first party.</summary>
    public const string App = "shop";

    /// <summary>Confidential and first party.</summary>
    public const string Backend = "backend";

    /// <summary>A number of nobody's: Ofcom keeps these for drama.</summary>
    public static string NewPhone() => $"+4477009{System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000):00000}";

    /// <summary>What an app of ours sends.</summary>
    public AppChannel NewApp(string clientId = App) => new(Node.Address, clientId);

    /// <summary>A new account, signed in with an app.</summary>
    public async Task<SignedInApp> NewSignedInAsync(string clientId = App, params string[] roles)
    {
        var email = await NewUserAsync(roles);
        var app = NewApp(clientId);
        return new SignedInApp(app, email, await app.LoginAsync(email, Password));
    }

    /// <summary>As if the codes that went there had done so half a minute earlier.</summary>
    /// <param name="place">A number, or an address as it is compared.</param>
    public async Task EndCooldownAsync(string place) => Assert.NotEqual(0, await ExecuteAsync(
        "UPDATE one_time_codes SET sent_at = sent_at - interval '30 seconds' WHERE key = $1", place));

    protected override string Declarations
    {
        get
        {
            var document = Document;
            document["roles"] = new JsonArray("user", "supplier", "admin");
            document["registration"] = new JsonArray(
                new JsonObject { ["kind"] = "user", ["role"] = "user" },
                new JsonObject { ["kind"] = "supplier", ["role"] = "supplier", ["require"] = new JsonArray("company_name") });
            document["profile"] = new JsonArray(
                Member("company_name", 50, "supplier"), Member("nickname", 20));
            var clients = document["clients"]!.AsArray(); // it has some
            clients.Add(Ours(App, c => c["token_endpoint_auth_method"] = "none"));
            clients.Add(Ours(Backend, c => c["client_secret"] = Secret));
            clients.Add(Ours("narrow", c =>
            {
                c["token_endpoint_auth_method"] = "none";
                c["scope"] = "openid email orders.read";
                c["redirect_uris"] = new JsonArray("https://narrow.example/cb");
            }));
            return document.ToJsonString();
        }
    }

    private static JsonObject Member(string name, int maxLength, params string[] kinds)
    {
        var member = new JsonObject { ["name"] = name, ["type"] = "string", ["max_length"] = maxLength, ["scope"] = "profile" };
        if (kinds.Length > 0)
            member["kinds"] = new JsonArray([.. kinds.Select(k => JsonValue.Create(k))]);
        return member;
    }

    private static JsonObject Ours(string id, Action<JsonObject> change)
    {
        var client = new JsonObject
        {
            ["client_id"] = id,
            ["client_name"] = $"App {id}",
            ["first_party"] = true,
            ["redirect_uris"] = new JsonArray("https://shop.example/cb"),
            ["allowed_origins"] = new JsonArray("https://m.shop.example"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["scope"] = "openid profile email phone offline_access roles orders.read",
        };
        change(client);
        return client;
    }
}

/// <summary>One server for all tests of the account API that need no settings of their own.</summary>
[CollectionDefinition(Name)]
public sealed class AccountCollection : ICollectionFixture<AccountServer>
{
    public const string Name = "account API";
}
