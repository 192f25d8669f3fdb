using AuthServer.Protocol.Issuing;

namespace AuthServer.Protocol.Logout;

/// <summary>A sign-out that a client asked for and that keeps every rule.</summary>
/// <param name="ClientId">Who asks; null: nobody said.</param>
/// <param name="ReturnUri">Where to go after, <c>state</c> included; null: our own signed-out page.</param>
/// <param name="Hinted">Whom the hint names; null: no hint.</param>
public sealed record EndSessionRequest(string? ClientId, string? ReturnUri, HintedPerson? Hinted)
{
    /// <summary>Whether to ask first: a link on any page could sign people out otherwise (RP-Initiated Logout §2).</summary>
    public bool NeedsConfirmation(SignedIn? who) => who is not null && Hinted?.Is(who) != true;
}
