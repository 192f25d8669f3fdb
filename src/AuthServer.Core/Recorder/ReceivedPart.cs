namespace AuthServer.Core.Recorder;

/// <summary>A parameter or header of a request: whole where it is known to be harmless, else its name and its measure.</summary>
/// <param name="Name">As sent, where it can be a name; headers with a colon at the end.</param>
/// <param name="Value">Null: it could be a secret, or personal.</param>
/// <param name="Length">In characters, as sent.</param>
/// <param name="Jwt">What a token shows of itself; null: it is none.</param>
public sealed record ReceivedPart(string Name, string? Value, int Length, ReceivedJwt? Jwt = null);

/// <summary>The outside of a JWT.</summary>
/// <param name="Header"><c>alg</c>, <c>enc</c>, <c>typ</c>, <c>cty</c> and <c>kid</c>, as far as they are there.</param>
/// <param name="Claims">The claims' names, never their values; empty where it is encrypted.</param>
public sealed record ReceivedJwt(IReadOnlyDictionary<string, string> Header, IReadOnlyList<string> Claims);
