using AuthServer.Core.Audit;

namespace AuthServer.Hosting;

/// <summary>Where the present request comes from, as the proxies that are believed say.</summary>
internal sealed class CallerAddress(IHttpContextAccessor requests) : ICallerAddress
{
    public string? Present => requests.HttpContext?.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;
}
