using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Revocations;

/// <summary>How long a revocation matters: until the last token that it could be about has expired by itself.</summary>
public static class RevocationHorizon
{
    /// <summary>The longest access token that a client may be given: what registration and declarations admit.</summary>
    public static readonly TimeSpan LongestAccessToken = TimeSpan.FromDays(1);

    /// <summary>For an authorization, a session, a user or a client that ends now.</summary>
    public static DateTimeOffset From(DateTimeOffset now, Lifetimes lifetimes)
    {
        var longest = lifetimes.AccessToken > LongestAccessToken ? lifetimes.AccessToken : LongestAccessToken;
        return now + longest + lifetimes.Code + TimeSpan.FromMinutes(5);
    }
}
