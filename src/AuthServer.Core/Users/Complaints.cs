namespace AuthServer.Core.Users;

/// <summary>What is wrong with what a person filled in: by member, as its name is on the wire.</summary>
public sealed class Complaints
{
    private readonly Dictionary<string, List<Complaint>> _members = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _members.Count == 0;

    /// <summary>The members that something is wrong with, in the order in which it was found.</summary>
    public IEnumerable<string> Members => _members.Keys;

    /// <summary>What is wrong with a member; empty: nothing.</summary>
    public IReadOnlyList<Complaint> Of(string member) => _members.TryGetValue(member, out var found) ? found : [];

    /// <summary>Adds one.</summary>
    public void Add(string member, string code, int? number = null) => Add(member, [new Complaint(code, number)]);

    /// <summary>Adds some, or none.</summary>
    public void Add(string member, IEnumerable<Complaint> complaints)
    {
        foreach (var complaint in complaints)
        {
            if (!_members.TryGetValue(member, out var found))
                _members[member] = found = [];
            found.Add(complaint);
        }
    }
}
