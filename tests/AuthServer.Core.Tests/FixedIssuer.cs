using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Tests;

/// <summary>The issuer that a setting would name.</summary>
internal sealed class FixedIssuer : IIssuer
{
    public string Url => Accounts.Issuer;
}
