using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>What whoever wrote a client's document may say in it.</summary>
public sealed record ClientMetadataPolicy
{
    /// <summary>Members that only an operator may set: a client that registers itself neither sends nor reads them.</summary>
    public static IReadOnlyList<string> MembersOfOperators { get; } =
    [
        "first_party", "introspection", "require_consent", "access_token_lifetime", "refresh_token_lifetime",
        "require_pkce", "refresh_token_rotation", "resources",
    ];

    /// <summary>Operators, in declarations and in the admin API: everything; a misspelt member is an error.</summary>
    public static ClientMetadataPolicy Operator { get; } = new();

    /// <summary>Clients that register themselves. Members that are not known are left out (RFC 7591 §2).</summary>
    /// <param name="requirePkce">Whether those that keep a secret must use PKCE; public ones always must.</param>
    public static ClientMetadataPolicy SelfRegistered(bool requirePkce) => new()
    {
        LeavesOutUnknownMembers = true,
        RefusedMembers = MembersOfOperators,
        RefusedScopes = StandardScopes.OfAdministrators,
        RefusesOwnAddresses = true,
        ConfidentialClientsNeedPkce = requirePkce,
    };

    /// <summary>Whether a member that nobody defined is left out; else it is an error.</summary>
    public bool LeavesOutUnknownMembers { get; private init; }

    /// <summary>Members that must not stand there.</summary>
    public IReadOnlyList<string> RefusedMembers { get; private init; } = [];

    /// <summary>Scopes that only an operator may give.</summary>
    public IReadOnlyList<string> RefusedScopes { get; private init; } = [];

    /// <summary>Whether addresses for people must be elsewhere: absolute.</summary>
    public bool RefusesOwnAddresses { get; private init; }

    /// <summary>What holds where a confidential client's document does not say. Default true.</summary>
    public bool ConfidentialClientsNeedPkce { get; private init; } = true;
}
