namespace AuthServer.Protocol.Jose;

/// <summary>Whether a key set may hold secrets.</summary>
public enum JwkSecrets
{
    /// <summary>A public set, as a client registers: a private member or a symmetric key refuses it.</summary>
    Refused,

    /// <summary>A set of one's own: private members are passed over, symmetric keys are kept.</summary>
    Allowed,
}
