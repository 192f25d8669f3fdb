using System.Collections.Frozen;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>Every module by its name.</summary>
internal static class Catalogue
{
    public static FrozenDictionary<string, Func<ModuleRun, Task>> Modules { get; } = new[]
    {
        BasicModules.All, RequestModules.All, PromptModules.All, ErrorModules.All, CodeModules.All, ScopeModules.All, ObjectModules.All,
        DiscoveryModules.All, RegistrationModules.All, KeyModules.All, LogoutModules.All, NoticeModules.All,
    }.SelectMany(m => m).ToFrozenDictionary(m => m.Name, m => m.Run, StringComparer.Ordinal);
}
