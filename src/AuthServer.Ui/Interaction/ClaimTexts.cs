namespace AuthServer.Ui.Interaction;

/// <summary>Claims that an app asks for by name, as people read them.</summary>
internal sealed class ClaimTexts(MemberTexts members)
{
    /// <summary>One line a claim; whether an address was confirmed goes without saying beside the address.</summary>
    public IReadOnlyList<string> Of(IReadOnlyList<string> claims) =>
        [.. claims.Where(c => !IsBeside(c, claims)).Select(c => members.Of(c == "name" ? "full_name" : c))];

    private static bool IsBeside(string claim, IReadOnlyList<string> claims)
    {
        const string verified = "_verified";
        return claim.EndsWith(verified, StringComparison.Ordinal) && claims.Contains(claim[..^verified.Length]);
    }
}
