namespace AuthServer.Core.Keys;

internal enum KeyKind : short
{
    /// <summary>A known text: opens only under the right secret.</summary>
    Canary = 0,

    /// <summary>A private key.</summary>
    Signing = 1,

    /// <summary>32 bytes from which the sub-keys of the purposes come.</summary>
    Symmetric = 2,

    /// <summary>32 bytes that never rotate.</summary>
    Permanent = 3,
}
