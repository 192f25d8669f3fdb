using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance;

/// <summary>The server under test: declared clients as the static plans want them, and a person who owns every standard claim.</summary>
/// <param name="certificate">A file of what the server has to trust when it calls the relying party.</param>
internal sealed class ConformanceServer(string certificate) : RunningServer
{
    public const string Email = "ada@example.org";
    public const string Password = "Correct-Horse-7";
    public const string Callback = "https://rp.example/callback";
    public const string InitialAccessToken = "an-initial-access-token-of-tests-0123456789";
    private const string Secret = "a-secret:of tests/0123456789%abcdefghij"; // to be encoded (RFC 6749 §2.3.1)

    /// <summary>What the plans call client.</summary>
    public static RpClient First { get; } = new("static-1", Secret, "client_secret_basic", Callback);

    /// <summary>What the plans call client2.</summary>
    public static RpClient Second { get; } = new("static-2", Secret, "client_secret_basic", Callback);

    /// <summary>The one that posts its secret.</summary>
    public static RpClient Posting { get; } = new("static-post", Secret, "client_secret_post", Callback);

    /// <summary>The issuer of <see cref="SecureNodeAsync"/>.</summary>
    public const string SecureIssuer = "https://id.example";

    private readonly Lock _gate = new();
    private Task<ServerProcess>? _secure;
    private Task<(KeySet Before, KeySet After)>? _rotation;

    /// <summary>A node of this server whose issuer is https, as in Production: for what its metadata says.</summary>
    public async Task<Uri> SecureNodeAsync()
    {
        lock (_gate)
            _secure ??= StartNodeAsync(("Issuer", SecureIssuer));
        return (await _secure).Address;
    }

    /// <summary>Ends that node, too.</summary>
    public async Task EndAsync()
    {
        if (_secure is not null)
            await (await _secure).DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>One rotation of the server's keys for all who ask: what was published before and after.</summary>
    public Task<(KeySet Before, KeySet After)> RotationAsync()
    {
        lock (_gate)
            return _rotation ??= RotateAsync();
    }

    /// <summary>As the hourly job does when keys are due, on a node where they are after a second; the new ones are used an hour later.</summary>
    private async Task<(KeySet Before, KeySet After)> RotateAsync()
    {
        using var channel = NewBackChannel();
        async Task<KeySet> ReadAsync() => new((await channel.GetAsync("/.well-known/jwks.json")).Json);
        var before = await ReadAsync();
        await using var node = await StartNodeAsync(("Keys:Rotation", "3601s"), ("Keys:Propagation", "3600s"));
        return (before, await Eventually.SeeAsync(ReadAsync, k => k.Keys.Count > before.Keys.Count));
    }

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Password:Iterations", "1000"), ("Registration:Mode", "token"), ("Registration:InitialAccessTokens:0", InitialAccessToken),
        ("SSL_CERT_FILE", certificate),
    ];

    protected override string Declarations => new JsonObject
    {
        ["users"] = new JsonArray(new JsonObject
        {
            ["email"] = Email,
            ["password"] = Password,
            ["email_verified"] = true,
            ["name"] = "Ada Example",
            ["phone_number"] = "+441632960123",
            ["phone_number_verified"] = true,
            ["profile"] = StandardClaims(),
        }),
        ["clients"] = new JsonArray(Declared(First), Declared(Second), Declared(Posting)),
    }.ToJsonString();

    private static JsonObject Declared(RpClient client) => new()
    {
        ["client_id"] = client.Id,
        ["client_secret"] = client.Secret,
        ["client_name"] = $"Relying party {client.Id}",
        ["redirect_uris"] = new JsonArray(client.RedirectUri),
        ["grant_types"] = new JsonArray("authorization_code", "implicit", "refresh_token"),
        ["response_types"] = new JsonArray(
            "code", "id_token", "id_token token", "code id_token", "code token", "code id_token token"),
        ["token_endpoint_auth_method"] = client.Authentication,
        ["require_pkce"] = false,
    };

    private static JsonObject StandardClaims() => new()
    {
        ["given_name"] = "Ada",
        ["family_name"] = "Example",
        ["middle_name"] = "Maria",
        ["nickname"] = "Addie",
        ["preferred_username"] = "ada",
        ["profile"] = "https://people.example/ada",
        ["picture"] = "https://people.example/ada.png",
        ["website"] = "https://ada.example",
        ["gender"] = "female",
        ["birthdate"] = "1990-12-10",
        ["zoneinfo"] = "Europe/London",
        ["locale"] = "en-GB",
        ["address"] = new JsonObject
        {
            ["formatted"] = "1 Example Street\nLondon",
            ["street_address"] = "1 Example Street",
            ["locality"] = "London",
            ["postal_code"] = "E1 1AA",
            ["country"] = "GB",
        },
    };
}
