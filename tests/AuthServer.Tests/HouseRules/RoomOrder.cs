namespace AuthServer.Tests.HouseRules;

/// <summary>The rooms of one project, lowest level first.</summary>
internal sealed class RoomOrder(IReadOnlyList<IReadOnlyList<string>> levels)
{
    /// <summary>Whether the room is in the table at all.</summary>
    public bool Knows(string room) => LevelOf(room) is not null;

    /// <summary>Whether one room may use another: itself, or what lies lower.</summary>
    public bool Allows(string room, string other) => room == other || LevelOf(other) < LevelOf(room);

    private int? LevelOf(string room)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            if (levels[i].Contains(room))
                return i;
        }

        return null;
    }
}
