using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>An authorization request after its request object, or what was pushed, was looked for.</summary>
/// <param name="Form">The parameters that count; <c>request_uri</c> is there no more, or names what was pushed, which they are.</param>
/// <param name="Refusal">What the browser hears at once; null: judge the form.</param>
public sealed record Arrival(Form Form, AuthorizeReading? Refusal);
