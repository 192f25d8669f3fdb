using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>Runs where <c>JOSE_VECTORS</c> names a folder of Wycheproof's; elsewhere a skip that says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WycheproofTheoryAttribute : TheoryAttribute
{
    public WycheproofTheoryAttribute()
    {
        if (VectorFile.Folder is null)
            Skip = "JOSE_VECTORS does not name a folder with Wycheproof's test vectors";
    }
}
