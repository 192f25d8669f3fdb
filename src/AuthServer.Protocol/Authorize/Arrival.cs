using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>An authorization request after its request object was looked for.</summary>
/// <param name="Form">The parameters that count; nothing in them refers elsewhere any more.</param>
/// <param name="Refusal">What the browser hears at once; null: judge the form.</param>
public sealed record Arrival(Form Form, AuthorizeReading? Refusal);
