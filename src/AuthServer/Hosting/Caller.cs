using AuthServer.Protocol.Issuing;

namespace AuthServer.Hosting;

/// <summary>The person on whose behalf an app calls one of the JSON APIs.</summary>
/// <param name="Token">The access token, good right now.</param>
/// <param name="Subject">The person; enabled.</param>
internal sealed record Caller(AccessToken Token, Subject Subject)
{
    /// <summary>Whose.</summary>
    public Guid UserId => Subject.Id;
}
