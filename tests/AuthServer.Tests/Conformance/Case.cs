namespace AuthServer.Tests.Conformance;

/// <summary>One module of the suite with one variant.</summary>
internal sealed record Case(string Module, Variant Variant);
