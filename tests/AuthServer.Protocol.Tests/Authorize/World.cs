using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>The flow's ports in memory: one key, two clients, nothing that waits.</summary>
internal sealed class World : IClients, IScopes, IConsents, IParkedRequests, ICodeDrawer, ISigningKeys, IRingKeys, IPairwiseKey,
    IRevocations, IIssuer, IOutbound
{
    public const string Callback = "https://app.example/cb";

    private static readonly SigningKey Key = SigningKey.Create("k-1", JwsAlgorithms.ES256);
    private static readonly RingKey Ring = new(1, new byte[32]);

    private static readonly Dictionary<string, Client> Clients = new[] { "one", "two" }.ToDictionary(id => id, id =>
        new Client { Id = id, Name = id, RedirectUris = [Callback], RequireConsent = id == "two" });

    private static readonly Dictionary<string, Scope> Scopes =
        StandardScopes.All.ToDictionary(s => s, s => new Scope(s, s, [], []));

    public World()
    {
        Codes = new Codes(new Envelopes(this), this);
        var idTokens = new IdTokens(
            new ResponseTokens(this, new ClientKeys(this)), new OwnKeys(this), this, new Lifetimes(), TimeProvider.System);
        var rules = new AuthorizeRules(this, idTokens, new SubjectIds(this), this);
        Flow = new AuthorizeFlow(
            new AuthorizeReader(this, rules), this, this,
            new CodeIssuer(Codes, this, this, this, new Lifetimes(), TimeProvider.System), this, TimeProvider.System);
    }

    public AuthorizeFlow Flow { get; }

    public Codes Codes { get; }

    public string Url => "https://id.example";

    public long ServerEpoch => 1;

    public IReadOnlyList<SigningKey> Published => [Key];

    ValueTask<Client?> IClients.FindAsync(string clientId, CancellationToken ct) => new(Clients.GetValueOrDefault(clientId));

    public ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct) => new(Scopes);

    // Whether somebody agreed hangs on who it is: whoever is taken for another gets the other's answer.
    Task<ScopeSet?> IConsents.FindAsync(Guid userId, string clientId, CancellationToken ct) =>
        Task.FromResult(userId.ToByteArray()[0] % 2 == 0 ? ScopeSet.Of(["openid"]) : null);

    public Task<string> ParkAsync(string parameters, DateTimeOffset receivedAt, string? browser, CancellationToken ct) =>
        Task.FromResult(browser ?? "");

    Task<ParkedRequest?> IParkedRequests.FindAsync(string handle, string browser, CancellationToken ct) =>
        Task.FromResult<ParkedRequest?>(null);

    public Task<bool> ConsumeAsync(string handle, CancellationToken ct) => Task.FromResult(false);

    public string? Judge(string url) => throw new NotSupportedException();

    Task<OutboundDocument?> IOutbound.GetAsync(string url, CancellationToken ct) => throw new NotSupportedException();

    public Task<int?> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<string> PutAsync(string sealedCode, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();

    Task<string?> ICodeDrawer.FindAsync(string handle, CancellationToken ct) => Task.FromResult<string?>(null);

    SigningKey ISigningKeys.Current(string algorithm) => Key;

    public RingKey Pairwise => Ring;

    RingKey IRingKeys.Current(KeyPurpose purpose) => Ring;

    public RingKey? Find(KeyPurpose purpose, uint id) => Ring;

    public ValueTask EnsureFreshAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public bool Covers(AccessToken token) => false;

    public Task RevokeAsync(AccessToken token, CancellationToken ct) => Task.CompletedTask;
}
