namespace AuthServer.Protocol.Jose;

/// <summary>How reading a JWS ended: verified with its content, or refused without any of it.</summary>
public abstract record JwsReading
{
    private JwsReading()
    {
    }

    /// <summary>The signature is right, and everything the caller demanded of the header holds.</summary>
    /// <param name="Payload">The signed bytes; may be empty.</param>
    /// <param name="Algorithm"><c>alg</c>, one of those allowed.</param>
    /// <param name="KeyId"><c>kid</c> of the key that verified; null when it has none.</param>
    /// <param name="Type"><c>typ</c> as it was sent; null when absent.</param>
    public sealed record Verified(byte[] Payload, string Algorithm, string? KeyId, string? Type) : JwsReading
    {
        /// <summary>Whether <c>typ</c> names this media type (RFC 7515 §4.1.9); an absent one names none.</summary>
        public bool IsOfType(string type) => JwsHeader.IsSameType(Type, type);
    }

    /// <summary>Not to be used in any way.</summary>
    /// <param name="Reason">For the log: never more than names out of the header.</param>
    public sealed record Refused(string Reason) : JwsReading
    {
        /// <summary>No key of the set fits: the one refusal that fetching the set anew may cure.</summary>
        public bool KeyUnknown { get; init; }
    }
}
