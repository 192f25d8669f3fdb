using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Walk;

/// <summary>A server with one client of each kind and as many people as tests ask for.</summary>
public class StandardServer : RunningServer
{
    public const string Secret = "a-secret-of-tests-0123456789-abcdefghij";
    public const string Password = "Correct-Horse-7";
    public const string Callback = "https://app.example/cb";
    public const string Bye = "https://app.example/bye";
    public const string OrdersApi = "https://orders.example";

    private static readonly SigningKey AssertionKey = SigningKey.Create("a-1", JwsAlgorithms.ES256);

    /// <summary>What client <c>signed</c> signs its assertions with.</summary>
    public static SigningKey KeyOfSigned => AssertionKey;

    /// <summary>The members of a client that uses the same key as <c>signed</c>.</summary>
    public static JsonObject KeysOfSigned()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            JwkSet.Of([AssertionKey]).Write(writer);
        return new JsonObject
        {
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["jwks"] = JsonNode.Parse(stream.ToArray()),
        };
    }

    /// <summary>The login of one of the confidential clients below.</summary>
    public static ClientLogin Login(string clientId) => clientId switch
    {
        "posting" => ClientLogin.Post(clientId, Secret),
        "spa" or "native" or "public-http" => ClientLogin.Public(clientId),
        _ => ClientLogin.Basic(clientId, Secret),
    };

    /// <summary>A person nobody else uses.</summary>
    /// <returns>The address; the password is <see cref="Password"/>.</returns>
    public async Task<string> NewUserAsync(params string[] roles)
    {
        var email = $"u{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";
        await CloneUserAsync(email, roles);
        return email;
    }

    /// <summary>A client nobody else uses: a copy of another with some members changed.</summary>
    public async Task<string> NewClientAsync(string like, JsonObject? changes = null)
    {
        var id = $"c{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        await CloneClientAsync(like, id, changes ?? []);
        return id;
    }

    /// <summary>A copy of a client with secrets of its own.</summary>
    public async Task<string> NewClientWithSecretsAsync(string like, params (string Secret, DateTimeOffset? ExpiresAt)[] secrets)
    {
        var id = await NewClientAsync(like);
        var hashes = JsonSerializer.Serialize(secrets.Select(s => ClientSecretHash.Of(s.Secret, s.ExpiresAt)));
        await ExecuteAsync("UPDATE clients SET secrets = $2::jsonb WHERE client_id = $1", id, hashes);
        return id;
    }

    /// <summary>The user's id.</summary>
    public async Task<Guid> IdOfAsync(string email)
    {
        await using var command = Database.CreateCommand("SELECT id FROM users WHERE email = $1");
        command.Parameters.AddWithValue(email);
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs a statement behind the server's back.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] arguments)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.AddWithValue(argument);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value behind the server's back.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] arguments)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.AddWithValue(argument);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected override IEnumerable<(string Name, string Value)> Settings => [("Password:Iterations", "1000")];

    protected override string Declarations => Document.ToJsonString();

    /// <summary>The document, for servers that add to it.</summary>
    protected static JsonObject Document => new()
    {
        ["branding"] = new JsonObject { ["name"] = "Acme ID", ["accent_color"] = "#4f46e5" },
        ["scopes"] = new JsonArray(
            Scope("orders.read", "Read your orders", OrdersApi), Scope("orders.write", "Change your orders", OrdersApi),
            Scope("mail.read", "Read your mail", "https://mail.example")),
        ["roles"] = new JsonArray("user", "admin"),
        ["users"] = new JsonArray(new JsonObject
        {
            ["email"] = "template@example.org",
            ["password"] = Password,
            ["email_verified"] = true,
            ["name"] = "Ada Example",
            ["roles"] = new JsonArray("user"),
        }),
        ["clients"] = new JsonArray(
            Web("web"),
            Web("trusted", c => c["require_consent"] = false),
            Web("other", c => c["require_consent"] = false),
            Web("posting", c => c["token_endpoint_auth_method"] = "client_secret_post"),
            Web("opaque", c => (c["require_consent"], c["access_token_format"]) = (false, "opaque")),
            Web("two", c => c["redirect_uris"] = new JsonArray(Callback, "https://app.example/cb2")),
            Web("lenient", c => (c["require_pkce"], c["require_consent"]) = (false, false)),
            Web("steady", c => (c["refresh_token_rotation"], c["require_consent"]) = (false, false)),
            Web("es256", c => (c["id_token_signed_response_alg"], c["require_consent"]) = ("ES256", false)),
            Web("hs256", c => (c["id_token_signed_response_alg"], c["require_consent"]) = ("HS256", false)),
            Web("secret-signed", c => (c["token_endpoint_auth_method"], c["require_consent"]) = ("client_secret_jwt", false)),
            Web("admin-console", c => (c["require_consent"], c["scope"]) = (false, "openid offline_access roles admin admin.read admin.support admin.clients admin.security")),
            Public("spa", Callback),
            Public("public-http", "http://localhost:9999/cb"),
            Public("native", "http://127.0.0.1/cb", c => c["application_type"] = "native"),
            Signed(),
            Machine("machine"),
            Machine("api", c => c["resources"] = new JsonArray(OrdersApi)),
            Machine("watcher", c => c["introspection"] = "all")),
    };

    private static JsonObject Scope(string name, string description, string resource) =>
        new() { ["name"] = name, ["description"] = description, ["resources"] = new JsonArray(resource) };

    private static JsonObject Web(string id, Action<JsonObject>? change = null) => Changed(change, new JsonObject
    {
        ["client_id"] = id,
        ["client_secret"] = Secret,
        ["client_name"] = $"App {id}",
        ["redirect_uris"] = new JsonArray(Callback),
        ["post_logout_redirect_uris"] = new JsonArray(Bye),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["token_endpoint_auth_method"] = "client_secret_basic",
        ["scope"] = "openid profile email offline_access roles orders.read orders.write",
    });

    private static JsonObject Public(string id, string redirectUri, Action<JsonObject>? change = null) =>
        Web(id, c =>
        {
            c.Remove("client_secret");
            c["token_endpoint_auth_method"] = "none";
            c["redirect_uris"] = new JsonArray(redirectUri);
            change?.Invoke(c);
        });

    private static JsonObject Signed() => Web("signed", c =>
    {
        c.Remove("client_secret");
        c["require_consent"] = false;
        c["token_endpoint_auth_method"] = "private_key_jwt";
        c["grant_types"] = new JsonArray("authorization_code", "refresh_token", "client_credentials");
        c["jwks"] = KeysOfSigned()["jwks"]!.DeepClone(); // it has both members
    });

    private static JsonObject Machine(string id, Action<JsonObject>? change = null) => Changed(change, new JsonObject
    {
        ["client_id"] = id,
        ["client_secret"] = Secret,
        ["grant_types"] = new JsonArray("client_credentials"),
        ["response_types"] = new JsonArray(),
        ["scope"] = "orders.read orders.write",
    });

    private static JsonObject Changed(Action<JsonObject>? change, JsonObject client)
    {
        change?.Invoke(client);
        return client;
    }

    private async Task CloneUserAsync(string email, string[] roles)
    {
        await ExecuteAsync(
            """
            WITH made AS (
                INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, email_verified, password_hash,
                    security_stamp, concurrency_stamp, phone_number_verified, two_factor_enabled, lockout_enabled,
                    access_failed_count, name, created_at, updated_at)
                SELECT gen_random_uuid(), $1, $1, $1, $1, true, password_hash, security_stamp, concurrency_stamp,
                    false, false, true, 0, name, now(), now()
                FROM users WHERE email = 'template@example.org' RETURNING id)
            INSERT INTO user_roles (user_id, role_id) SELECT made.id, roles.id FROM made, roles WHERE roles.name = ANY ($2)
            """,
            email, roles.Append("user").ToArray());
    }

    private async Task CloneClientAsync(string like, string id, JsonObject changes)
    {
        await ExecuteAsync(
            """
            INSERT INTO clients (client_id, document, secrets, enabled, created_at, updated_at)
            SELECT $2, document || jsonb_build_object('client_id', $2) || $3::jsonb, secrets, true, now(), now()
            FROM clients WHERE client_id = $1
            """,
            like, id, changes.ToJsonString());
    }
}
