using AuthServer.Protocol.Wire;

namespace AuthServer.Hosting;

/// <summary>The issuer from the setting <c>Issuer</c>; in Development, where it may be absent, from the request.</summary>
internal sealed class Issuer(IConfiguration configuration, IHttpContextAccessor requests) : IIssuer
{
    private readonly string? _configured = configuration["Issuer"] is { Length: > 0 } url ? url.TrimEnd('/') : null;

    public string Url => _configured ?? OfRequest();

    private string OfRequest()
    {
        var request = requests.HttpContext?.Request
            ?? throw new InvalidOperationException("The setting Issuer is needed outside of requests.");
        return $"{request.Scheme}://{request.Host}{request.PathBase}";
    }
}
