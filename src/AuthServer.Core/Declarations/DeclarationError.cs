namespace AuthServer.Core.Declarations;

/// <summary>What is wrong with a file of declarations.</summary>
/// <param name="File">Its path as configured.</param>
/// <param name="Path">JSON path, for instance <c>clients[0].redirect_uris[1]</c>; empty for the whole file.</param>
/// <param name="Text">What is wrong; never a value that could be a secret.</param>
/// <param name="Line">From 1; null when unknown.</param>
public sealed record DeclarationError(string File, string Path, string Text, int? Line = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}{(Line is null ? "" : $":{Line}")}: {(Path.Length == 0 ? "" : Path + ": ")}{Text}";
}
