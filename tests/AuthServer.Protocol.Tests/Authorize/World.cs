using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>The flow's ports in memory: one key, two clients, nothing that waits.</summary>
internal sealed class World : IClients, IClientDocuments, IScopes, IConsents, IParkedRequests, IPushedRequests, ICodeDrawer, ISigningKeys, IRingKeys, IPairwiseKey,
    IRevocations, IIssuer, IOutbound, ISubjects, IGivenAuthorizations
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
        var (envelopes, subjectIds, lifetimes, clock) = (new Envelopes(this), new SubjectIds(this), new Lifetimes(), TimeProvider.System);
        var idTokens = new IdTokens(new ResponseTokens(this, new ClientKeys(this, clock), clock), this, lifetimes, clock);
        var mint = new TokenIssuer(new AccessTokens(this, envelopes, this, lifetimes, clock), idTokens, this, subjectIds, this);
        var content = new CodeContent(this, this, this, lifetimes, clock);
        Flow = new AuthorizeFlow(
            new AuthorizeReader(
                this, new RequestObjects(new ClientKeys(this, clock), this, this, clock), this, new AuthorizeRules(this, new IdTokenReader(new OwnKeys(this), this), subjectIds, this)),
            this, this, new AnswerIssuer(content, Codes, mint, this, new RefreshTokens(this)), this, clock);
    }

    public AuthorizeFlow Flow { get; }

    public Codes Codes { get; }

    public string Url => "https://id.example";

    public long ServerEpoch => 1;

    public IReadOnlyList<SigningKey> Published => [Key];

    string? IOutbound.Judge(string url) => null;

    Task<OutboundDocument?> IOutbound.GetAsync(string url, CancellationToken ct) => Task.FromResult<OutboundDocument?>(null);

    Task<int?> IOutbound.PostAsync(
        string url, ReadOnlyMemory<byte> json, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken ct) =>
        Task.FromResult<int?>(null);

    Task<int?> IOutbound.PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) =>
        Task.FromResult<int?>(null);

    Task<string> IPushedRequests.PushAsync(string clientId, string parameters, DateTimeOffset expiresAt, CancellationToken ct) =>
        throw new NotSupportedException();

    Task<string?> IPushedRequests.FindAsync(string handle, string clientId, CancellationToken ct) => Task.FromResult<string?>(null);

    Task<bool> IPushedRequests.ConsumeAsync(string handle, CancellationToken ct) => Task.FromResult(false);

    ValueTask<Client?> IClients.FindAsync(string clientId, CancellationToken ct) => new(Clients.GetValueOrDefault(clientId));

    ValueTask<Client?> IClientDocuments.FindAsync(string clientId, CancellationToken ct) => new(Clients.GetValueOrDefault(clientId));

    public ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct) => new(Scopes);

    // Whether somebody agreed hangs on who it is: whoever is taken for another gets the other's answer.
    Task<GivenConsent?> IConsents.FindAsync(Guid userId, string clientId, CancellationToken ct) =>
        Task.FromResult(userId.ToByteArray()[0] % 2 == 0 ? new GivenConsent(ScopeSet.Of(["openid"]), []) : null);

    public Task<string> ParkAsync(string parameters, DateTimeOffset receivedAt, string? browser, CancellationToken ct) =>
        Task.FromResult(browser ?? "");

    Task<ParkedRequest?> IParkedRequests.FindAsync(string handle, string browser, CancellationToken ct) =>
        Task.FromResult<ParkedRequest?>(null);

    public Task<bool> ConsumeAsync(string handle, CancellationToken ct) => Task.FromResult(false);

    public Task<string> PutAsync(string sealedCode, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();

    Task<string?> ICodeDrawer.FindAsync(string handle, CancellationToken ct) => Task.FromResult<string?>(null);

    // Nobody is asked for anything that needs these: every request wants a code alone.
    ValueTask<Subject?> ISubjects.FindAsync(Guid userId, CancellationToken ct) => throw new NotSupportedException();

    public Task<bool> GiveAsync(PendingAuthorization pending, Client client, CancellationToken ct) => throw new NotSupportedException();

    public Task<(Authorization Authorization, DateTimeOffset ExpiresAt)?> FindAsync(
        RefreshToken token, Client client, CancellationToken ct) => throw new NotSupportedException();

    public Task EndAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct) => throw new NotSupportedException();

    SigningKey ISigningKeys.Current(string algorithm) => Key;

    public RingKey Pairwise => Ring;

    RingKey IRingKeys.Current(KeyPurpose purpose) => Ring;

    public RingKey? Find(KeyPurpose purpose, uint id) => Ring;

    public ValueTask EnsureFreshAsync(CancellationToken ct) => ValueTask.CompletedTask;

    public bool Covers(AccessToken token) => false;

    public Task RevokeAsync(AccessToken token, CancellationToken ct) => Task.CompletedTask;
}
