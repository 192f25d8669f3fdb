using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

/// <summary>A refusal counts only beside a control: the same thing done rightly, verified in the same test.</summary>
internal static class Outcome
{
    public static void IsVerified(JwsReading reading)
    {
        var verified = Assert.IsType<JwsReading.Verified>(reading);
        Assert.Equal(Forge.Claims, System.Text.Encoding.UTF8.GetString(verified.Payload));
    }

    /// <param name="part">What the reason must speak of, so that the refusal is not for another cause.</param>
    public static void IsRefused(JwsReading reading, string part = "") =>
        Assert.Contains(part, Assert.IsType<JwsReading.Refused>(reading).Reason, StringComparison.Ordinal);
}
