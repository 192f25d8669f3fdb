using System.Text.Json;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>Runs every test of a file and collects where our answer is not the one it must be.</summary>
internal sealed class VectorRun(string file)
{
    private readonly List<string> _wrong = [];

    public int Count { get; private set; }

    public string Report => $"{file}: {_wrong.Count} of {Count} wrong\n{string.Join('\n', _wrong)}";

    public bool AllRight => _wrong.Count == 0;

    /// <summary>
    /// Judges a group's tests: <c>valid</c> must be accepted, <c>invalid</c> refused, and so must <c>acceptable</c>,
    /// which marks what is tolerated out of kindness to old signers.
    /// </summary>
    /// <param name="mayAccept">Whether a valid test of this group is one that JOSE accepts.</param>
    public void Judge(JsonElement group, Func<JsonElement, bool> accepts, bool mayAccept = true)
    {
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            Count++;
            var id = test.GetProperty("tcId").GetInt32();
            var expected = mayAccept && test.GetProperty("result").GetString() == "valid";
            if (JoseDecisions.Find(file, id) is { } decision)
                expected = Overrule(id, expected, decision);

            if (accepts(test) != expected)
                _wrong.Add($"tcId {id} ({test.GetProperty("comment").GetString()}) must be {Word(expected)}");
        }
    }

    private static string Word(bool accepted) => accepted ? "accepted" : "refused";

    private bool Overrule(int id, bool expected, JoseDecision decision)
    {
        if (expected == decision.Accepted)
            _wrong.Add($"tcId {id}: the file now says what was decided; drop the decision");
        return decision.Accepted;
    }
}
