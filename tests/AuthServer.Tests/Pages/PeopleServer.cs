using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Pages;

/// <summary>A server where people make accounts of three kinds, and find out that they forgot their password.</summary>
public sealed class PeopleServer : StandardServer
{
    private Mailbox? _mail;

    /// <summary>What it sent.</summary>
    public Mailbox Mail => _mail ??= new Mailbox(Node);

    /// <summary>An address nobody else uses.</summary>
    public static string NewAddress() =>
        $"n{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}@example.org";

    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, ("Otp:ResendCooldown", "0s"), ("Lockout:Threshold", "3")];

    protected override string Declarations
    {
        get
        {
            var document = Document;
            document["roles"] = new JsonArray("user", "supplier", "admin");
            document["registration"] = JsonNode.Parse(
                """
                [ { "kind": "user", "role": "user" }, { "kind": "supplier", "role": "supplier", "require": ["company_name"] },
                  { "kind": "client", "role": "user", "require": ["company_name", "phone_number", "client_type"] } ]
                """);
            document["profile"] = JsonNode.Parse(
                """
                [ { "name": "company_name", "type": "string", "max_length": 60, "scope": "profile", "kinds": ["supplier", "client"] },
                  { "name": "client_type", "type": "string", "one_of": ["council", "private"], "kinds": ["client"] },
                  { "name": "employees", "type": "integer", "kinds": ["client"] },
                  { "name": "wants_newsletter", "type": "boolean", "kinds": ["client"] } ]
                """);
            return document.ToJsonString();
        }
    }
}
