using Xunit.Sdk;

namespace AuthServer.Tests.Fixtures;

/// <summary>The paragraph that a test holds us to: <c>[Spec("RFC 6749", "4.1.2")]</c>. docs/specs.md is made from these.</summary>
[TraitDiscoverer("Xunit.Sdk.TraitDiscoverer", "xunit.core")] // as [Trait]: the document is the name, the section the value
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class SpecAttribute(string document, string section) : Attribute, ITraitAttribute
{
    /// <summary>As it is called: <c>RFC 6749</c>, <c>OIDC Core</c>.</summary>
    public string Document { get; } = document;

    /// <summary>Its section, without a sign.</summary>
    public string Section { get; } = section;
}
