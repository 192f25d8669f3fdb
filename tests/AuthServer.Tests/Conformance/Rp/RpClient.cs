using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>A client as the relying party knows it.</summary>
internal sealed record RpClient(string Id, string? Secret, string Authentication, string RedirectUri)
{
    /// <summary>What its assertions and request objects are signed with.</summary>
    public RpKey Key { get; init; } = RpKey.Shared;

    /// <summary>The answer to its registration; null: it was declared.</summary>
    public JsonElement? Registration { get; init; }

    /// <summary>Of the answer; null where the server offers no management.</summary>
    public string? ManagementUri => Member("registration_client_uri");

    public string? ManagementToken => Member("registration_access_token");

    /// <summary>One login; an assertion is made anew each time.</summary>
    /// <param name="audience">Of the assertion: in the OIDC plans the token endpoint.</param>
    public ClientLogin Login(string audience) => Authentication switch
    {
        "client_secret_post" => ClientLogin.Post(Id, Secret ?? ""),
        "private_key_jwt" => ClientLogin.Assertion(Key.Sign(AssertionClaims(audience))),
        _ => ClientLogin.Basic(Id, Secret ?? ""),
    };

    private JsonObject AssertionClaims(string audience)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Id,
            ["sub"] = Id,
            ["aud"] = audience,
            ["jti"] = Letters.Random(20),
            ["nbf"] = now,
            ["iat"] = now,
            ["exp"] = now + 60,
        };
    }

    private string? Member(string name) =>
        Registration is { } answer && answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
