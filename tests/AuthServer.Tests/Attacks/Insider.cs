using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Issuing;
using AuthServer.Tests.Walk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Tests.Attacks;

/// <summary>
/// Signs and seals with the server's own keys. What a token says must be judged apart from who signed it: this way nothing
/// but what it says can be the cause of a refusal.
/// </summary>
internal sealed class Insider : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Insider(ServiceProvider services) => _services = services;

    public static async Task<Insider> OfAsync(StandardServer server)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ConnectionStrings:Default", server.ConnectionString), new("Keys:EncryptionSecret", server.EncryptionSecret),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddData(configuration).AddAudit();
        services.AddKeys(configuration);
        services.AddSingleton<Envelopes>();
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<KeyRing>().LoadAsync(CancellationToken.None);
        return new Insider(provider);
    }

    /// <summary>The same token with some claims changed, signed anew by the key that signed it.</summary>
    public string Altered(string token, Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var (head, body) = (Forged.Part(token, 0), Forged.Part(token, 1));
        var key = _services.GetRequiredService<KeyRing>().Published.Single(k => k.Id == (string?)head["kid"]);
        claims?.Invoke(body);
        header?.Invoke(head);
        return Forged.Jws(key, head, body);
    }

    /// <summary>The same opaque access token with some claims changed.</summary>
    public string AlteredOpaque(string token, Action<JsonObject> claims)
    {
        var envelopes = _services.GetRequiredService<Envelopes>();
        var body = JsonNode.Parse(envelopes.Open(KeyPurpose.AccessToken, token))!.AsObject(); // it is one of the server's
        claims(body);
        return envelopes.Seal(KeyPurpose.AccessToken, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
