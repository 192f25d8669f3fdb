using System.Net;
using System.Net.Http.Json;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Messaging;

/// <summary>A server that sends its mail to a port of ours, and registers people as fast as it can.</summary>
internal sealed class MailServer(int port, params (string Name, string Value)[] more) : RunningServer
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    protected override string Declarations =>
        """
        { "roles": ["user"], "registration": [ { "kind": "user", "role": "user" } ],
          "users": [ { "email": "ada@example.org", "password": "Correct-Horse-7", "email_verified": true, "roles": ["user"] } ],
          "clients": [ { "client_id": "app", "first_party": true, "token_endpoint_auth_method": "none",
                         "redirect_uris": ["http://localhost:9999/cb"], "grant_types": ["refresh_token"],
                         "scope": "openid profile email offline_access" } ] }
        """;

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Email:Transport", "Smtp"), ("Email:Smtp:Host", "localhost"), ("Email:Smtp:Port", $"{port}"),
        ("Email:Smtp:Security", "None"), ("Email:Smtp:Timeout", "1s"), ("Password:Iterations", "1000"),
        ("Otp:ResendCooldown", "20m"), .. more,
    ];

    /// <summary>Registers; the answer to a person is the same in any case.</summary>
    /// <returns>Whether it was answered, with 202.</returns>
    public async Task<bool> RegisterAsync(string email, string name = "Ada Example")
    {
        using var answer = await PostAsync(
            "register", new { email, password = "Bright-Lamp-42x", full_name = name });
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return true;
    }

    /// <summary>Calls the account API.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object body) =>
        _http.PostAsJsonAsync(new Uri(Node.Address, "/api/account/" + path), body);

    /// <summary>One number of the database.</summary>
    public async Task<long> CountAsync(string condition = "true")
    {
        await using var command = Database.CreateCommand($"SELECT count(*) FROM outbox WHERE {condition}");
        return (long)(await command.ExecuteScalarAsync())!; // a count is there
    }

    /// <summary>Starts it.</summary>
    public static async Task<MailServer> StartAsync(int port, params (string, string)[] more)
    {
        var server = new MailServer(port, more);
        await server.InitializeAsync();
        return server;
    }
}
