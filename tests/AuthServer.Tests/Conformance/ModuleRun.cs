using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance;

/// <summary>One run of one module: its browser, its client, and what it found.</summary>
internal sealed class ModuleRun(Case what, ConformanceServer server, RpServer site, Slots slots) : IDisposable
{
    private readonly Browser _browser = server.NewBrowser();
    private readonly List<RpClient> _registered = [];
    private Driver? _driver;
    private Provider? _provider;

    public string Module => what.Module;

    public Variant Variant => what.Variant;

    public Findings Found { get; } = new(what.Module);

    public ConformanceServer Server => server;

    /// <summary>Where the relying party can be called.</summary>
    public RpServer Site => site;

    public BackChannel Channel { get; } = server.NewBackChannel();

    /// <summary>The browser of this run, logged out when it begins.</summary>
    public Browser Browser => _browser;

    public Driver Driver =>
        _driver ??= new Driver(_browser, new Uri(server.Issuer), ConformanceServer.Email, ConformanceServer.Password);

    public Provider Provider => _provider ?? throw new InvalidOperationException("set up first");

    /// <summary>CFG, and a client: declared, or registered with these changes (DCR-OK).</summary>
    public async Task<RpClient> SetUpAsync(Action<JsonObject>? registration = null, RpClient? declared = null)
    {
        await LoadProviderAsync();
        return Variant.IsDynamic
            ? await RegisterAsync(registration)
            : declared ?? ConformanceServer.First;
    }

    /// <summary>CFG alone.</summary>
    public async Task LoadProviderAsync() => _provider = await ProviderChecks.LoadAsync(this);

    /// <summary>One more client that registers itself.</summary>
    public async Task<RpClient> RegisterAsync(Action<JsonObject>? changes = null, RpKey? key = null)
    {
        var client = await RegistrationChecks.RegisterAsync(this, changes, key ?? RpKey.Shared);
        _registered.Add(client);
        return client;
    }

    /// <summary>A request of this variant; changes replace, add, or with null remove.</summary>
    public AuthRequest Request(RpClient client, params (string Name, string? Value)[] changes)
    {
        var request = new AuthRequest
        {
            ["client_id"] = client.Id,
            ["redirect_uri"] = client.RedirectUri,
            ["response_type"] = Variant.ResponseType,
            ["response_mode"] = Variant.IsFormPost ? "form_post" : null,
            ["scope"] = "openid",
            ["state"] = Letters.Random(10),
            ["nonce"] = Letters.Random(10),
        };
        foreach (var (name, value) in changes)
            request[name] = value;
        (request.ExpectedState, request.ExpectedNonce) = (request["state"], request["nonce"]);
        return request;
    }

    /// <summary>Sends the browser to the authorization endpoint.</summary>
    public Task<Visit> OpenAsync(AuthRequest request, bool isReversed = false) =>
        Driver.OpenAsync($"{Provider["authorization_endpoint"]}?{request.ToQuery(isReversed)}");

    /// <summary>FLOW.</summary>
    public Task<Flow> FlowAsync(RpClient client, params (string Name, string? Value)[] changes) =>
        FlowAsync(client, Request(client, changes));

    /// <summary>FLOW.</summary>
    public async Task<Flow> FlowAsync(RpClient client, AuthRequest request) =>
        await GoOnAsync(AnswerChecks.Success(this, client, request, await OpenAsync(request)));

    /// <summary>FLOW, from the answer on.</summary>
    public async Task<Flow> GoOnAsync(Answer answer)
    {
        if (answer.IdToken is not null)
            IdTokenChecks.Check(this, answer, answer.IdToken, answer.Code, answer.AccessToken, isFront: true);
        if (answer.AccessToken is not null)
            await UserInfoChecks.GetAsync(this, answer.AccessToken);
        if (answer.Code is null)
            return new Flow(answer, null, null);

        var tokens = await RedeemAsync(answer.Client, answer.Code, answer.Request);
        var idToken = TokenChecks.Success(this, answer, tokens);
        await UserInfoChecks.GetAsync(this, tokens["access_token"] ?? "");
        return new Flow(answer, tokens, idToken);
    }

    /// <summary>The token request of a code.</summary>
    public Task<Reply> RedeemAsync(RpClient client, string code, AuthRequest request)
    {
        List<(string, string)> members =
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", request["redirect_uri"] ?? ""),
        ];
        if (request.Verifier is { } verifier)
            members.Add(("code_verifier", verifier));
        return TokenAsync(client, [.. members]);
    }

    /// <summary>Any token request.</summary>
    public Task<Reply> TokenAsync(RpClient client, params (string Name, string Value)[] members) =>
        Channel.TokenAsync(client.Login(AssertionAudience ?? Provider["token_endpoint"] ?? ""), members);

    /// <summary>Of client assertions; null: the token endpoint, as in the OIDC plans.</summary>
    public string? AssertionAudience { get; set; }

    /// <summary>Waits, and lets other modules go on.</summary>
    public Task PauseAsync(double seconds) => slots.PauseAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>At the end: takes its clients away again (DCR-6), and fails where anything was found.</summary>
    public async Task JudgeAsync()
    {
        foreach (var client in _registered)
            await RegistrationChecks.DeleteAsync(this, client);
        Found.Judge();
    }

    public void Dispose()
    {
        _browser.Dispose();
        Channel.Dispose();
    }
}
