using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>The server's own keys.</summary>
internal static class KeyModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } = [("oidcc-server-rotate-keys", RotateAsync)];

    /// <summary>The operator rotates; old keys stay published, new ones come.</summary>
    private static async Task RotateAsync(ModuleRun run)
    {
        await run.LoadProviderAsync();
        var (before, after) = await run.Server.RotationAsync();
        KeySetChecks.Check(run.Found, before);
        KeySetChecks.Check(run.Found, after);
        var isNew = after.Keys.Any(k => before.Keys.All(b => Id(b) != Id(k) && Material(b) != Material(k)));
        run.Found.Check("rotation", isNew, "there is no new key");
        var stays = before.Keys.Any(b => after.Keys.Any(k => Id(k) == Id(b) && Material(k) == Material(b)));
        run.Found.Warn("rotation", stays, "no old key is published any more");
    }

    internal static string? Id(System.Text.Json.JsonElement key) => KeySet.Member(key, "kid");

    private static string? Material(System.Text.Json.JsonElement key) => KeySet.Member(key, "n") ?? KeySet.Member(key, "x");
}
