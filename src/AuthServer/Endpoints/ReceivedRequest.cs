using System.Buffers.Text;
using System.Net;
using AuthServer.Core.Recorder;
using AuthServer.Hosting;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Endpoints;

/// <summary>A request of the protocol, as the flight recorder describes it.</summary>
internal sealed class ReceivedRequest
{
    /// <summary>Headers that say how a request was meant; of all others nothing is kept.</summary>
    private static readonly string[] Told = ["Content-Type", "Origin", "DPoP"];

    private readonly HttpContext _context;
    private readonly Form _form;
    private readonly string? _authorization;

    /// <param name="form">What was sent; null: what stands in the address.</param>
    public ReceivedRequest(HttpContext context, Form? form)
    {
        _context = context;
        _form = form ?? Form.Parse(context.Request.QueryString.Value ?? "");
        _authorization = OAuthHttp.AuthorizationOf(context.Request);
        ClientId = FindClient();
    }

    /// <summary>Who it says it is; null: it does not say.</summary>
    public string? ClientId { get; }

    /// <summary>Who is counted as one sender.</summary>
    public IPAddress Sender => RemoteAddress.Of(_context);

    /// <summary>The first step of the path after <c>/connect/</c>: the next one may be what a client made up.</summary>
    public string Endpoint => (_context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, var endpoint, ..]
        ? endpoint
        : "";

    /// <summary>Without a secret.</summary>
    public Attempt Describe(string id, DateTimeOffset now) => new()
    {
        Id = id,
        At = now,
        Endpoint = Endpoint,
        Method = _context.Request.Method,
        ClientId = ClientId is null ? null : Redaction.ClientId(ClientId),
        Kind = (_form.Find("grant_type") ?? _form.Find("response_type")) is { } kind ? Redaction.Clean(kind, 100) : null,
        Received = [.. Headers().Concat(_form.Values.Select(v => Redaction.Of(v.Key, v.Value))).Take(Redaction.MaxParts)],
        From = _context.Connection.RemoteIpAddress?.ToString(),
        Device = DeviceName.From(_context.Request.Headers.UserAgent),
        Node = Environment.MachineName,
        UserId = SignedInReader.Known(_context)?.UserId,
    };

    private IEnumerable<ReceivedPart> Headers()
    {
        if (_authorization is not null)
            yield return Redaction.OfAuthorization(_authorization, ClientOfHeader());
        foreach (var name in Told)
        {
            if (_context.Request.Headers[name] is { Count: > 0 } values)
                yield return Redaction.Of(name.ToLowerInvariant() + ":", values.ToString());
        }
    }

    /// <summary>Nothing of it is verified: that is what many attempts fail by.</summary>
    private string? FindClient() =>
        _form.Find("client_id") ?? ClientOfHeader() ?? ClientAssertions.ClaimedClient(_form.Find("client_assertion"))
        ?? ClaimOf(_form.Find("id_token_hint"), "aud") ?? ClaimOf(Callers.TokenOf(_authorization ?? ""), "client_id")
        ?? _context.Request.RouteValues["clientId"] as string;

    private string? ClientOfHeader() =>
        _authorization is not null && ClientCredentials.Read(_authorization, Form.Empty).Succeeded(out var sent, out _) ? sent.ClientId : null;

    private static string? ClaimOf(string? token, string claim) =>
        token is not null && token.Split('.') is [_, var payload, _] && Base64Url.IsValid(payload)
            ? JwtClaims.TryRead(Base64Url.DecodeFromChars(payload), out _)?.Find(claim)
            : null;
}
