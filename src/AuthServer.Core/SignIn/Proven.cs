namespace AuthServer.Core.SignIn;

/// <summary>Who proved who they are, and how; no session yet.</summary>
/// <param name="Epoch">The user's, as of the proof: what is revoked since is not signed in.</param>
/// <param name="Methods">RFC 8176: <c>pwd</c>, <c>otp</c>, <c>sms</c>.</param>
public sealed record Proven(Guid UserId, long Epoch, IReadOnlyList<string> Methods)
{
    // What the session gives back that they begin; null: nothing is out.
    internal Credentials.SignInTicket? Ticket { get; init; }
}
