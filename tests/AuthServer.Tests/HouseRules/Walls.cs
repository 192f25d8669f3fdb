using Mono.Cecil;

namespace AuthServer.Tests.HouseRules;

/// <summary>Who may see whom, judged from compiled types. Each rule returns its violations, one sentence each.</summary>
internal static class Walls
{
    /// <summary>Rooms look down only, never at their siblings, and every room is in the table.</summary>
    /// <param name="project">The root of its namespaces.</param>
    public static IEnumerable<string> Rooms(ModuleDefinition module, string project, RoomOrder order)
    {
        foreach (var type in module.Types)
        {
            if (RoomOf(type, project) is { } room && !order.Knows(room))
                yield return $"{type.FullName}: the room {room} is not in docs/house.md";
        }

        foreach (var (user, used) in TypeUses.In(module))
        {
            if (RoomOf(user, project) is { } room && RoomOf(used, project) is { } other
                && order.Knows(room) && order.Knows(other) && !order.Allows(room, other))
                yield return $"{user.FullName} ({room}) must not see {used.FullName} ({other})";
        }
    }

    /// <summary>No page knows another page.</summary>
    public static IEnumerable<string> Pages(ModuleDefinition module) =>
        from use in TypeUses.In(module)
        let used = TypeUses.Outermost(use.Used)
        where IsPage(use.User) && IsPage(used) && used.FullName != use.User.FullName
        select $"{use.User.FullName} must not see the page {used.FullName}";

    /// <summary>Nothing of those namespaces (with all below them) is used.</summary>
    public static IEnumerable<string> Forbidden(ModuleDefinition module, params string[] namespaces) =>
        from use in TypeUses.In(module)
        let place = TypeUses.Outermost(use.Used).Namespace
        where namespaces.Any(n => place == n || place.StartsWith(n + ".", StringComparison.Ordinal))
        select $"{use.User.FullName} must not see {use.Used.FullName}";

    /// <summary>A project uses only the projects that the table lets it see.</summary>
    public static IEnumerable<string> Projects(string project, IEnumerable<string> used, HouseBook book) =>
        used.Where(other => other.StartsWith("AuthServer", StringComparison.Ordinal) && !book.Sees(project, other))
            .Select(other => $"{project} must not see {other}");

    private static bool IsPage(TypeReference type) =>
        type.Name.EndsWith("Model", StringComparison.Ordinal)
        && type.Namespace.Contains(".Pages", StringComparison.Ordinal);

    /// <summary>
    /// The first part of the namespace under the project's. What stands in no folder is a room of its own, such as
    /// <c>Program</c>; others' types have none.
    /// </summary>
    private static string? RoomOf(TypeReference type, string project)
    {
        var outer = TypeUses.Outermost(type);
        if (outer is not TypeDefinition)
            return null; // of another assembly
        if (outer.Namespace == "AspNetCoreGeneratedDocument")
            return "Pages";
        if (outer.Namespace == project || (outer.Namespace.Length == 0 && outer.Name == "Program"))
            return outer.Name;
        return outer.Namespace.StartsWith(project + ".", StringComparison.Ordinal)
            ? outer.Namespace[(project.Length + 1)..].Split('.')[0]
            : null;
    }
}
