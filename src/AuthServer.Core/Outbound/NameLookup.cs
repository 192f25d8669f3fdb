using System.Net;

namespace AuthServer.Core.Outbound;

/// <summary>What a host name stands for; throws <see cref="System.Net.Sockets.SocketException"/> where it stands for nothing.</summary>
internal delegate Task<IPAddress[]> NameLookup(string host);
