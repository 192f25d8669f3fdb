using System.Diagnostics.CodeAnalysis;
using Xunit.Sdk;

namespace AuthServer.Tests.Conformance;

/// <summary>What a run of a module found wrong, each by the id that the check has.</summary>
internal sealed class Findings(string module)
{
    private readonly List<string> _all = [];

    /// <summary>A rule that fails the module.</summary>
    public void Check(string id, bool holds, string otherwise)
    {
        if (!holds)
            _all.Add($"{id}: {otherwise}");
    }

    /// <summary>A rule that the suite only warns of. It fails here, too, but for those of <see cref="Accepted"/>.</summary>
    public void Warn(string id, bool holds, string otherwise)
    {
        if (!holds && !Accepted.Warnings.ContainsKey((module, id)))
            _all.Add($"{id} (a warning): {otherwise}");
    }

    /// <summary>A rule without which the module cannot go on.</summary>
    public void Require(string id, [DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (holds)
            return;
        Check(id, holds: false, otherwise);
        throw new XunitException(string.Join('\n', _all));
    }

    /// <summary>At the end: fails where anything was found.</summary>
    public void Judge()
    {
        if (_all.Count > 0)
            throw new XunitException(string.Join('\n', _all));
    }
}
