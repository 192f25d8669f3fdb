using Mono.Cecil;

namespace AuthServer.Tests.HouseRules;

/// <summary>Names and sizes. Each rule returns its violations, one sentence each.</summary>
internal static class Manners
{
    /// <summary>The wall of a file; generated migrations have none.</summary>
    public const int LinesOfAFile = 300;

    private const int ParametersOfAConstructor = 6;

    private static readonly string[] Suffixes = ["Helper", "Util", "Utility", "Manager", "Processor", "Common", "Base"];

    private static readonly string[] Rooms = ["Common", "Shared", "Helpers", "Utils", "Utilities", "Misc", "Core", "Infrastructure"];

    /// <summary>A type's name says what it is.</summary>
    public static IEnumerable<string> TypeNames(ModuleDefinition module) =>
        from type in Own(module)
        let name = type.Name.Split('`')[0]
        where Suffixes.Any(s => name.EndsWith(s, StringComparison.Ordinal) || name.EndsWith(s + "s", StringComparison.Ordinal))
        select $"{type.FullName}: what does it do? No {string.Join(", ", Suffixes)}";

    /// <summary>A room is called after what it is about.</summary>
    /// <param name="project">The root of its namespaces.</param>
    public static IEnumerable<string> RoomNames(ModuleDefinition module, string project) =>
        from place in Own(module).Select(t => t.Namespace).Distinct()
        where place.StartsWith(project + ".", StringComparison.Ordinal)
        where place != "AuthServer.Ui.Pages.Shared" // Razor looks for layouts there
        where place[(project.Length + 1)..].Split('.').Intersect(Rooms).Any()
        select $"{place}: a room is called after what it is about";

    /// <summary>What takes more than six things does more than one.</summary>
    public static IEnumerable<string> Constructors(ModuleDefinition module) =>
        from type in Own(module)
        from constructor in type.Methods.Where(m => m.IsConstructor)
        where constructor.Parameters.Count > ParametersOfAConstructor
        select $"{type.FullName} takes {constructor.Parameters.Count} things; {ParametersOfAConstructor} are enough";

    private static readonly string[] EntityFrameworksOwn = ["/Data/Migrations/", "/CompiledModel/"];

    /// <summary>A file is read in one go.</summary>
    public static IEnumerable<string> FileSizes(IEnumerable<(string Path, int Lines)> files) =>
        from file in files
        where file.Lines > LinesOfAFile && !EntityFrameworksOwn.Any(o => file.Path.Contains(o, StringComparison.Ordinal))
        select $"{file.Path} has {file.Lines} lines; {LinesOfAFile} is the wall";

    private static IEnumerable<TypeDefinition> Own(ModuleDefinition module) =>
        module.GetTypes().Where(t =>
            TypeUses.Outermost(t).Namespace.StartsWith("AuthServer", StringComparison.Ordinal)
            && !t.Name.Contains('<', StringComparison.Ordinal));
}
