using AuthServer.Protocol.Issuing;

namespace AuthServer.Protocol.Logout;

/// <summary>A sign-out that a client asked for and that keeps every rule.</summary>
/// <param name="ClientId">Who asks; null: nobody said.</param>
/// <param name="ReturnUri">Where to go after, <c>state</c> included; null: our own signed-out page.</param>
/// <param name="SessionId">The session that the hint names; null: no hint, or none in it.</param>
/// <param name="Subject">The person that the hint names; null: no hint.</param>
public sealed record EndSessionRequest(string? ClientId, string? ReturnUri, Guid? SessionId, string? Subject)
{
    /// <summary>Whether to ask first: a link on any page could sign people out otherwise (RP-Initiated Logout §2).</summary>
    public bool NeedsConfirmation(SignedIn? who) =>
        who is not null && (SessionId is { } session ? session != who.SessionId : Subject != who.UserId.ToString());
}
