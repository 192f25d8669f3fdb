using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>When one of our access tokens is one.</summary>
public sealed class AccessTokenReaderTests
{
    private static readonly DateTimeOffset Issued = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [Spec("RFC 7662", "2.2")]
    [InlineData(-3600, false)]
    [InlineData(-61, false)]
    [InlineData(-59, true)] // the clock of the node that issued it may have been ahead
    [InlineData(0, true)]
    [InlineData(899, true)]
    [InlineData(900, false)]
    [InlineData(901, false)]
    public void RTK_22_token_is_read_from_its_issue_to_its_expiry_and_never_before_or_after(int seconds, bool isRead)
    {
        foreach (var opaque in new[] { false, true })
        {
            var ring = new TestRing();
            var envelopes = new Envelopes(ring);
            var writer = new AccessTokens(ring, envelopes, ring, new Lifetimes(), new FakeTimeProvider(Issued));
            var (token, _) = writer.Write(
                new Granted
                {
                    Client = new Client { Id = "web", Name = "Web", OpaqueAccessTokens = opaque },
                    Authorization = new Authorization { Subject = "web", ClientId = "web", Scopes = ScopeSet.Empty },
                    Scopes = ScopeSet.Of(["orders.read"]),
                },
                null,
                new Dictionary<string, Scope>());
            var later = new FakeTimeProvider(Issued.AddSeconds(seconds));
            var reader = new AccessTokenReader(new OwnKeys(ring), envelopes, new VerifiedTokens(), ring, later);
            Assert.Equal(isRead, reader.Read(token) is not null);
        }
    }
}
