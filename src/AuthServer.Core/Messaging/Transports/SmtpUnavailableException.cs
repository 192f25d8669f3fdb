namespace AuthServer.Core.Messaging.Transports;

/// <summary>The line to the server is of no use.</summary>
/// <param name="reason">For administrators: no address, nothing secret.</param>
internal sealed class SmtpUnavailableException(string reason) : Exception(reason);
