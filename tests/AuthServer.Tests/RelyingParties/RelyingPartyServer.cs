using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.RelyingParties;

/// <summary>A server that knows the apps of this folder, none of whose libraries we wrote.</summary>
public sealed class RelyingPartyServer : StandardServer
{
    /// <summary>Where Apache listens, by the response type that it asks for there.</summary>
    public IReadOnlyDictionary<string, int> ApachePorts { get; } =
        new[] { "code", "id_token", "code id_token" }.ToDictionary(t => t, _ => Ports.Free());

    /// <summary>Where the app on Authlib listens.</summary>
    public int AuthlibPort { get; } = Ports.Free();

    /// <summary>Where the single-page app is served.</summary>
    public int SinglePagePort { get; } = Ports.Free();

    /// <summary>What client <c>authlib-key</c> signs with.</summary>
    public ECDsa AuthlibKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The client of Apache's that asks for a response type.</summary>
    public static string ApacheClient(string responseType) => $"apache-{responseType.Replace(' ', '-')}";

    /// <summary>Follows redirects wherever they lead.</summary>
    public static async Task<Reply> FollowAsync(Browser browser, Reply reply)
    {
        for (var hops = 0; reply.Location is { } to; hops++)
        {
            Assert.True(hops < 20, $"Twenty redirects, the last to {to}");
            reply = await browser.GetAsync(to.ToString());
        }

        return reply;
    }

    /// <summary>Opens an app and signs in where it leads.</summary>
    public static async Task<Reply> SignInAsync(Browser browser, string url, string email)
    {
        var login = await FollowAsync(browser, await browser.GetAsync(url));
        Assert.Equal("/account/login", login.Url.AbsolutePath);
        return await FollowAsync(browser, await browser.SubmitAsync(login, ("Email", email), ("Password", Password)));
    }

    protected override string Declarations
    {
        get
        {
            var document = Document;
            var clients = document["clients"]!.AsArray(); // it has some
            foreach (var (responseType, port) in ApachePorts)
                clients.Add(Apache(responseType, port));
            clients.Add(App("authlib", AuthlibPort, "callback", "bye"));
            var keyed = App("authlib-key", AuthlibPort, "callback", "bye");
            keyed.Remove("client_secret");
            keyed["token_endpoint_auth_method"] = "private_key_jwt";
            keyed["jwks"] = new JsonObject { ["keys"] = new JsonArray(PublicKey()) };
            clients.Add(keyed);
            var page = App("single-page", SinglePagePort, "", "");
            page.Remove("client_secret");
            page["token_endpoint_auth_method"] = "none";
            clients.Add(page);
            return document.ToJsonString();
        }
    }

    private static JsonObject App(string id, int port, string callback, string bye) => new()
    {
        ["client_id"] = id,
        ["client_secret"] = Secret,
        ["client_name"] = $"App {id}",
        ["redirect_uris"] = new JsonArray($"http://localhost:{port}/{callback}"),
        ["post_logout_redirect_uris"] = new JsonArray($"http://localhost:{port}/{bye}"),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["scope"] = "openid profile email offline_access",
        ["require_consent"] = false,
    };

    private static JsonObject Apache(string responseType, int port)
    {
        var client = App(ApacheClient(responseType), port, "app/callback", "bye.html");
        client["response_types"] = new JsonArray(responseType);
        client["grant_types"] = responseType switch
        {
            "code" => new JsonArray("authorization_code", "refresh_token"),
            "id_token" => new JsonArray("implicit"),
            _ => new JsonArray("authorization_code", "refresh_token", "implicit"),
        };
        return client;
    }

    private JsonObject PublicKey()
    {
        var point = AuthlibKey.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["alg"] = "ES256",
            ["use"] = "sig",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }
}

/// <summary>One server for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class RelyingPartyCollection : ICollectionFixture<RelyingPartyServer>
{
    public const string Name = "relying parties";
}
