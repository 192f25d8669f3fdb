namespace AuthServer.Core.Declarations;

/// <summary>Settings <c>Declarations</c>.</summary>
public sealed class DeclarationsOptions
{
    /// <summary>
    /// Files, relative ones to where the server was started or else to <see cref="Folder"/>; null:
    /// <c>declarations.json</c> beside the app, if there.
    /// </summary>
    public IReadOnlyList<string>? Paths { get; set; }

    /// <summary>Where the app lies.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Outside Development nobody wants demo accounts, whose passwords everybody knows.</summary>
    public bool RefusesDemo { get; set; }
}
