using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>The server of the attacks on the authorization endpoint, with somebody signed in whom nobody signs out.</summary>
public sealed class AuthorizeServer : StandardServer
{
    private Task<Person>? _ada;

    /// <summary>ID tokens expire at once, so that expired ones are at hand.</summary>
    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Tokens:IdLifetime", "1s")];

    /// <summary>Signed in before anything is asked; read-only by agreement.</summary>
    public Task<Person> AdaAsync() => _ada ??= SignedInAsync();

    /// <summary>A new person, signed in.</summary>
    public async Task<Person> SignedInAsync()
    {
        var person = await Person.NewAsync(this);
        Assert.Equal("/account", (await person.SignInAsync(await person.Browser.GetAsync("/account/login"))).Url.AbsolutePath);
        return person;
    }

    /// <summary>A request by somebody signed in.</summary>
    public async Task<Reply> AskAsync(string clientId, params (string Name, string? Value)[] changes) =>
        await (await AdaAsync()).Browser.GetAsync(Person.AuthorizeUrl(clientId, changes));

    /// <summary>The same with something added that no well-meaning client would write.</summary>
    public async Task<Reply> AskRawAsync(string clientId, string added, params (string Name, string? Value)[] changes) =>
        await (await AdaAsync()).Browser.GetAsync(Person.AuthorizeUrl(clientId, changes) + added);

    /// <summary>A copy of a client with other redirect URIs.</summary>
    public Task<string> NewClientAsync(string like, params string[] redirectUris) => NewClientAsync(
        like, new JsonObject { ["redirect_uris"] = new JsonArray([.. redirectUris.Select(u => (JsonNode)u)]) });

    /// <summary>The members of a good request, for a form.</summary>
    public static (string Name, string Value)[] Members(string clientId, params (string Name, string? Value)[] changes) =>
        [.. from member in Person.AuthorizeUrl(clientId, changes).Split('?')[1].Split('&')
            let pair = member.Split('=')
            select (pair[0], Uri.UnescapeDataString(pair[1]))];
}

/// <summary>The classes that share it.</summary>
[CollectionDefinition(Name)]
public sealed class AuthorizeAttacks : ICollectionFixture<AuthorizeServer>
{
    public const string Name = "attacks on the authorization endpoint";
}
