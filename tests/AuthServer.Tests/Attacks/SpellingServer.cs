using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Three nodes of one server; two of them think in languages whose letter i is another.</summary>
public sealed class SpellingServer : PasswordServer, IAsyncLifetime
{
    private readonly List<ServerProcess> _others = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<ServerProcess> Nodes => [Node, .. _others];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        foreach (var language in new[] { "tr_TR.UTF-8", "az_AZ.UTF-8" })
            _others.Add(await StartNodeAsync(("LC_ALL", language), ("LANG", language)));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var node in _others)
            await node.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>A person whose address has this local part, in some spelling, and a random end.</summary>
    public async Task<string> NewUserAtAsync(string local, string domain)
    {
        var key = $"{local}{Guid.CreateVersion7():N}"[..30] + "@" + domain;
        var email = await NewUserAsync();
        await ExecuteAsync(
            "UPDATE users SET email = $2, user_name = $2, normalized_email = $2, normalized_user_name = $2 WHERE email = $1",
            email, key);
        return key;
    }
}
