using System.Reflection;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class ReadingTests
{
    [Fact]
    public void JOS_32_reading_is_either_verified_or_refused_and_refused_carries_no_content()
    {
        var kinds = typeof(JwsReading).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JwsReading))).ToArray();
        Assert.Equal([typeof(JwsReading.Refused), typeof(JwsReading.Verified)], kinds.OrderBy(kind => kind.Name));
        Assert.All(kinds, kind => Assert.True(kind.IsSealed));
        Assert.DoesNotContain(
            typeof(JwsReading).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
            constructor => constructor.IsPublic || constructor.IsAssembly);

        var content = typeof(JwsReading.Refused).GetProperties().Select(property => property.Name).Order();
        Assert.Equal([nameof(JwsReading.Refused.KeyUnknown), nameof(JwsReading.Refused.Reason)], content);
    }

    [Fact]
    public void JOS_32_reason_tells_nothing_of_the_payload()
    {
        var keys = Forge.Keys(Forge.Members(Forge.P256));
        var token = Forge.Token("""{"alg":"ES256"}""", _ => new byte[64], """{"sub":"canary-7f"}""");

        var refused = Assert.IsType<JwsReading.Refused>(Forge.Read(token, keys));

        Assert.DoesNotContain("canary-7f", refused.ToString(), StringComparison.Ordinal);
    }
}
