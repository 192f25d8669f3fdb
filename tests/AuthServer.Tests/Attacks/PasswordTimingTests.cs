using System.Diagnostics;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>
/// Section PWD: time. Hashes are dear here, so that one that was left out stands out from any noise; and nothing else runs
/// meanwhile, or there would be nothing but noise.
/// </summary>
[Collection(nameof(Alone))]
public sealed class PasswordTimingTests(PasswordTimingTests.DearServer server) : IClassFixture<PasswordTimingTests.DearServer>
{
    private const int Samples = 7;

    [Theory]
    [MemberData(nameof(SignInDoor.All), MemberType = typeof(SignInDoor))]
    public async Task PWD_04_refusal_takes_as_long_whoever_has_the_address(string name)
    {
        using var door = SignInDoor.Of(name, server.Node.Address);
        await door.TryAsync(PasswordServer.Nobody(), "Wrong-Horse-8"); // warm
        var kinds = new (string Kind, Func<Task<string>> Email)[]
        {
            ("unknown", () => Task.FromResult(PasswordServer.Nobody())),
            ("known", () => server.NewUserAsync()),
            ("disabled", () => server.NewUserWithAsync("disabled_at = now()")),
            ("unverified", () => server.NewUserWithAsync("email_verified = false")),
            ("without password", () => server.NewUserWithAsync("password_hash = NULL")),
            ("broken hash", () => server.NewUserWithAsync("password_hash = 'none'")),
        };
        var times = kinds.ToDictionary(k => k.Kind, _ => new List<double>());
        // In turn, so that whatever else the machine does falls on all alike.
        for (var i = 0; i < Samples; i++)
        {
            foreach (var (kind, email) in kinds)
            {
                var address = await email();
                var watch = Stopwatch.StartNew();
                Assert.Equal(Said.Refused, await door.TryAsync(address, "Wrong-Horse-8"));
                times[kind].Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        var medians = times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(Samples / 2));
        var summary = string.Join(", ", medians.Select(m => $"{m.Key} {m.Value:F0} ms"));
        Assert.All(medians.Values, m => Assert.True(m > medians["unknown"] / 3 && m < medians["unknown"] * 3, summary));
    }

    /// <summary>A server whose hashes cost a tenth of a second and more.</summary>
    public sealed class DearServer : PasswordServer
    {
        protected override IEnumerable<(string Name, string Value)> Settings => [("Password:Iterations", "200000")];
    }
}
