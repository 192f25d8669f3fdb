using AuthServer.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Refuses pages over plain http where the issuer is https: cookies would be lost there, or read on the way. Most often
/// it is a proxy whose word for https is not believed, so the log says how it will be.
/// </summary>
internal sealed partial class PlainHttp(IIssuer issuer, ILogger<PlainHttp> log)
{
    private static readonly GateError Refusal = new(
        StatusCodes.Status400BadRequest, Texts.Later("This page needs https"),
        Texts.Later("Open it with an address that begins with https. If yours does, whoever runs this server has to set up its proxy."));

    private int _isTold;

    /// <returns>Null: go on.</returns>
    public GateError? Refuse(HttpRequest request)
    {
        if (request.IsHttps || !issuer.Url.StartsWith("https://", StringComparison.Ordinal))
            return null;
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            Told(log, request.Path, request.HttpContext.Connection.RemoteIpAddress);
        return Refusal;
    }

    [LoggerMessage(2302, LogLevel.Warning, "{Path} was asked for over plain http by {From}, and the issuer is https. If that is your proxy, name it in Proxy:KnownNetworks and let it send X-Forwarded-Proto. Said once.")]
    private static partial void Told(ILogger logger, string path, System.Net.IPAddress? from);
}
