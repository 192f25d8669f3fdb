namespace AuthServer.Core.SignIn;

/// <summary>Lets people unlock their account at once.</summary>
public sealed class Unlocking
{
    /// <summary>Sends a code and a link to who has the address; nothing tells whether anybody has.</summary>
    public Task RequestAsync(string? email, string? locale, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Unlocks by code.</summary>
    /// <returns>False: the code is wrong, used, expired or replaced.</returns>
    public Task<bool> VerifyAsync(string? email, string? code, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at the token of a link; it stays as it is.</summary>
    /// <returns>The address that it unlocks, as its owner writes it; null: the link is not live.</returns>
    public Task<string?> FindLinkAsync(string? token, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Unlocks by link.</summary>
    /// <returns>False: the link is not live.</returns>
    public Task<bool> VerifyLinkAsync(string? token, CancellationToken ct) => throw new NotImplementedException();
}
