using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Issuing;

/// <summary>The person and session that a client's <c>id_token_hint</c> names, in that client's words for them.</summary>
/// <param name="hint">What it says.</param>
/// <param name="client">Whom it was issued to.</param>
/// <param name="subjects">What people are called.</param>
public sealed class HintedPerson(IdTokenHint hint, Client client, SubjectIds subjects)
{
    /// <summary>Whether this is the person.</summary>
    public bool Is(Guid userId) => hint.Subject == subjects.SubjectOf(client, userId).ToString();

    /// <summary>Whether this is the session; where the hint names none, whether it is the person.</summary>
    public bool Is(SignedIn who) => hint.SessionId is { } session
        ? session == subjects.SessionIdOf(client, who.SessionId)
        : Is(who.UserId);
}
