using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>One server for the tests about tokens that need no settings of their own.</summary>
[CollectionDefinition(Name)]
public sealed class TokenServer : ICollectionFixture<StandardServer>
{
    public const string Name = "tokens";
}
