using System.Text.Json.Nodes;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>The server of what comes from the authorization endpoint itself.</summary>
public sealed class FrontChannelServer : StandardServer
{
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
