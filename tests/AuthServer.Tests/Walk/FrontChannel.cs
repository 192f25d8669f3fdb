using System.Text.Json.Nodes;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>The server of what comes from the authorization endpoint itself.</summary>
public sealed class FrontChannelServer : StandardServer
{
    /// <summary>A person with every standard claim.</summary>
    public const string Grace = "grace@example.org";

    protected override string Declarations
    {
        get
        {
            var document = Document;
            document["users"]!.AsArray().Add(JsonNode.Parse( // the document has some
                $$$"""
                {
                  "email": "{{{Grace}}}", "email_verified": true, "password": "{{{Password}}}", "name": "Grace Brewster Hopper",
                  "phone_number": "+12025550143", "phone_number_verified": true, "roles": ["user"],
                  "profile": {
                    "given_name": "Grace", "family_name": "Hopper", "middle_name": "Brewster", "nickname": "Amazing Grace",
                    "preferred_username": "grace", "profile": "https://people.example/grace",
                    "picture": "https://people.example/grace.png", "website": "https://grace.example", "gender": "female",
                    "birthdate": "1906-12-09", "zoneinfo": "America/New_York", "locale": "en-US",
                    "address": { "street_address": "1 Navy Annex", "locality": "Arlington", "region": "VA", "country": "US" }
                  }
                }
                """));
            return document.ToJsonString();
        }
    }

    /// <summary>A copy of a client that registered one response type, with the grants that it needs.</summary>
    public Task<string> NewClientAsync(string like, string type, JsonObject? changes = null)
    {
        var grants = new JsonArray();
        if (type.Contains("code", StringComparison.Ordinal))
            grants.Add("authorization_code");
        if (type != "code")
            grants.Add("implicit");
        var members = changes ?? [];
        members["response_types"] = new JsonArray(type);
        members["grant_types"] = grants;
        return NewClientAsync(like, members);
    }
}

/// <summary>The classes that share it.</summary>
[CollectionDefinition(Name)]
public sealed class FrontChannel : ICollectionFixture<FrontChannelServer>
{
    public const string Name = "front channel";
}
