using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Xunit;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>The claim that we alone read: sealed anew for whatever has ids, once for whatever has none.</summary>
public sealed class PrivateClaimTests
{
    private static Authorization ByItself(long clientEpoch = 0) => new()
    {
        Subject = "batch",
        ClientId = "batch",
        Scopes = ScopeSet.Empty,
        Epochs = new Epochs(0, clientEpoch, 7),
    };

    [Fact]
    public void Clients_by_themselves_share_it_while_epochs_and_key_are_the_same()
    {
        var claim = new PrivateClaim(new Envelopes(new TestRing()));

        Assert.Equal(claim.Of(ByItself(), opensUserInfo: false), claim.Of(ByItself(), opensUserInfo: false));
        Assert.NotEqual(claim.Of(ByItself(), opensUserInfo: false), claim.Of(ByItself(clientEpoch: 1), opensUserInfo: false));
    }

    [Fact]
    public void With_an_id_no_two_are_alike()
    {
        var claim = new PrivateClaim(new Envelopes(new TestRing()));
        var given = ByItself() with { Id = Guid.CreateVersion7() };

        Assert.NotEqual(claim.Of(given, opensUserInfo: false), claim.Of(given, opensUserInfo: false));
    }

    [Fact]
    public void Of_another_key_it_is_another()
    {
        var ring = new TestRing();
        var claim = new PrivateClaim(new Envelopes(ring));
        var before = claim.Of(ByItself(), opensUserInfo: false);

        ring.Rotate();
        var after = claim.Of(ByItself(), opensUserInfo: false);

        Assert.NotEqual(before, after);
        Assert.NotNull(new Envelopes(ring).Open(KeyPurpose.AccessTokenContext, after));
    }

    [Fact]
    public void More_epochs_than_are_kept_are_sealed_all_the_same()
    {
        var envelopes = new Envelopes(new TestRing());
        var claim = new PrivateClaim(envelopes);

        for (var epoch = 0; epoch < 3000; epoch++)
            Assert.NotNull(envelopes.Open(KeyPurpose.AccessTokenContext, claim.Of(ByItself(epoch), opensUserInfo: false)));
    }
}
