namespace AuthServer.Protocol.Registration;

/// <summary>The tokens that let somebody register (RFC 7591 §1.2).</summary>
public interface IInitialAccessTokens
{
    /// <summary>Whether a token is good for one more client, without using it.</summary>
    Task<bool> IsGoodAsync(string token, CancellationToken ct);

    /// <summary>Uses a token up, once of as often as it is good for.</summary>
    /// <returns>False: unknown, expired, withdrawn, or used as often as it may be.</returns>
    Task<bool> ConsumeAsync(string token, CancellationToken ct);
}
