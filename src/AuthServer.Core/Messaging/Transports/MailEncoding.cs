namespace AuthServer.Core.Messaging.Transports;

/// <summary>How the parts of a mail are written.</summary>
internal enum MailEncoding
{
    /// <summary>As they are: for files.</summary>
    EightBit,

    /// <summary>In ASCII and in short lines (RFC 2045 §6.7): for servers, every one of which takes that.</summary>
    QuotedPrintable,
}
