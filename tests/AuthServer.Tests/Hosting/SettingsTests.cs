using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What a server says that cannot start because of a setting.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Tokens:CodeLifetime", "soon")]
    [InlineData("Tokens:RefreshGrace", "3s")]
    [InlineData("Password:MinLength", "-1")]
    [InlineData("Password:Iterations", "many")]
    [InlineData("RateLimits:TokensPerMinute", "0")]
    [InlineData("Keys:Rotation", "1h")]
    [InlineData("Sessions:IdleLifetime", "never")]
    [InlineData("Proxy:KnownNetworks", "bogus")]
    [InlineData("Proxy:PathBase", "auth")]
    public async Task Setting_that_cannot_be_followed_stops_the_start_and_is_named_in_one_line(string setting, string value)
    {
        await using var node = await ServerProcess.LaunchAsync("Host=/nowhere;Database=none", [(setting, value)]);
        Assert.Equal(1, await node.WaitForExitAsync());
        var name = setting.Split(':')[1];
        Assert.Contains(name, Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_that_does_not_open_the_key_ring_stops_the_node_with_a_word_about_it()
    {
        await using var database = await TestDatabase.CloneAsync();
        await using (var first = await ServerProcess.StartAsync(database.ConnectionString, []))
            Assert.True(first.IsRunning);
        await using var second = await ServerProcess.LaunchAsync(database.ConnectionString, []);
        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Single(second.Log.Split('\n'), l => l.Contains("Keys:EncryptionSecret does not open the key ring", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", second.Log, StringComparison.Ordinal); // no page of calls
    }
}
