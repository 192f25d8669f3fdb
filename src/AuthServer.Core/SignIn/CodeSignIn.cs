using AuthServer.Core.Messaging;

namespace AuthServer.Core.SignIn;

/// <summary>Signs people in by one-time code.</summary>
public sealed class CodeSignIn
{
    /// <summary>
    /// Sends a code to who has the address: by mail to the verified address, by text message to the verified number.
    /// Nothing tells whether anybody has.
    /// </summary>
    public Task RequestAsync(string? email, MessageChannel channel, string? locale, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at the code.</summary>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public Task<Proven?> VerifyAsync(string? email, string? code, CancellationToken ct) =>
        throw new NotImplementedException();
}
