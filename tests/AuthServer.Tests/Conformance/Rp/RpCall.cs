namespace AuthServer.Tests.Conformance.Rp;

/// <summary>One call that the relying party got.</summary>
internal sealed record RpCall(string Method, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Form);
