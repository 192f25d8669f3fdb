namespace AuthServer.Protocol.Registration;

/// <summary>What the operator allows.</summary>
public sealed record RegistrationPolicy
{
    /// <summary>Default <see cref="RegistrationMode.Token"/>.</summary>
    public RegistrationMode Mode { get; init; } = RegistrationMode.Token;

    /// <summary>Whether confidential clients that register themselves must use PKCE. Default false; public ones always
    /// must.</summary>
    public bool RequirePkce { get; init; }

    /// <summary>Whether a <c>client_id</c> may be the address of the client's own document
    /// (OAuth Client ID Metadata Document). Default true.</summary>
    public bool MetadataDocuments { get; init; } = true;
}
