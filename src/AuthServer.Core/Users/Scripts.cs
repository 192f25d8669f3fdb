namespace AuthServer.Core.Users;

/// <summary>The scripts whose letters are taken for one another.</summary>
internal static class Scripts
{
    private enum Script
    {
        Other,
        Latin,
        Greek,
        Cyrillic,
        Armenian,
        Cherokee,
    }

    /// <summary>Whether letters of two of them stand in one word.</summary>
    /// <param name="word">In compatibility form (NFKC): no letter has another's width or shape.</param>
    public static bool Mix(string word) =>
        word.Where(char.IsLetter).Select(Of).Where(s => s != Script.Other).Distinct().Skip(1).Any();

    private static Script Of(char letter) => letter switch
    {
        <= '\u024F' or (>= '\u1E00' and <= '\u1EFF') => Script.Latin,
        (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF') => Script.Greek,
        (>= '\u0400' and <= '\u052F') or (>= '\u1C80' and <= '\u1C8F') or (>= '\uA640' and <= '\uA69F') => Script.Cyrillic,
        >= '\u0531' and <= '\u058F' => Script.Armenian,
        (>= '\u13A0' and <= '\u13FF') or (>= '\uAB70' and <= '\uABBF') => Script.Cherokee,
        _ => Script.Other,
    };
}
