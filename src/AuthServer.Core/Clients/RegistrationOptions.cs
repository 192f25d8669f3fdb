using AuthServer.Protocol.Registration;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Clients;

/// <summary>Settings <c>Registration</c>.</summary>
public sealed class RegistrationOptions
{
    /// <summary>Who may register. Default <c>token</c>.</summary>
    public RegistrationMode Mode { get; set; } = RegistrationMode.Token;

    /// <summary>Tokens that let somebody register, as often as they like.</summary>
    public IList<string> InitialAccessTokens { get; } = [];

    /// <summary>Whether confidential clients that registered themselves must use PKCE. Default false.</summary>
    public bool RequirePkce { get; set; }

    /// <summary>Whether a <c>client_id</c> may be the address of the client's document. Default true.</summary>
    public bool MetadataDocuments { get; set; } = true;

    /// <summary>After that a client that nobody used goes. Default 90 d.</summary>
    public Duration IdleLifetime { get; set; } = Duration.Days(90);

    /// <summary>After that a client that was never used goes. Default 7 d.</summary>
    public Duration UnusedLifetime { get; set; } = Duration.Days(7);

    /// <summary>The most clients that may have made themselves known. Default 100,000.</summary>
    public int MaxClients { get; set; } = 100_000;

    /// <summary>What the protocol needs of it.</summary>
    public RegistrationPolicy ToPolicy() =>
        new() { Mode = Mode, RequirePkce = RequirePkce, MetadataDocuments = MetadataDocuments };
}
