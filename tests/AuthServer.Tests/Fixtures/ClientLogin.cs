using System.Net.Http.Headers;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>How a client says who it is.</summary>
public sealed class ClientLogin
{
    private ClientLogin(AuthenticationHeaderValue? authorization, params (string Name, string Value)[] members) =>
        (Authorization, Members) = (authorization, members);

    /// <summary>The header, where it is in one.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>The members of the form, where it is there.</summary>
    public IReadOnlyList<(string Name, string Value)> Members { get; }

    /// <summary>Nobody.</summary>
    public static ClientLogin Anonymous { get; } = new(null);

    /// <summary>client_secret_basic: both parts form-encoded first (RFC 6749 §2.3.1).</summary>
    public static ClientLogin Basic(string id, string secret)
    {
        var pair = $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}";
        return new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));
    }

    /// <summary>client_secret_post.</summary>
    public static ClientLogin Post(string id, string secret) => new(null, ("client_id", id), ("client_secret", secret));

    /// <summary>none: a public client.</summary>
    public static ClientLogin Public(string id) => new(null, ("client_id", id));

    /// <summary>private_key_jwt, client_secret_jwt.</summary>
    public static ClientLogin Assertion(string jwt) => new(
        null,
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", jwt));
}
