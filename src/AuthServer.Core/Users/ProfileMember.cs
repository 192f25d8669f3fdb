namespace AuthServer.Core.Users;

/// <summary>A member that profiles have besides the standard ones.</summary>
public sealed record ProfileMember
{
    /// <summary>As in JSON.</summary>
    public required string Name { get; init; }

    /// <summary><c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</summary>
    public required string Type { get; init; }

    /// <summary>In characters; null: the server's limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The values there are; empty: any.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The scope that shows it as a claim; null: none does.</summary>
    public string? Scope { get; init; }

    /// <summary>Whose it is; empty: everybody's.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];
}
