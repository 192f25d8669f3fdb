namespace AuthServer.Core.Users;

/// <summary>One thing that a form asks for.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="Type">
/// <c>email</c>, <c>password</c>, <c>name</c>, <c>phone</c>, or a declared one: <c>string</c>, <c>integer</c>,
/// <c>number</c>, <c>boolean</c>.
/// </param>
public sealed record AccountField(string Name, string Type, bool IsRequired)
{
    /// <summary>In characters; null where the type has no length.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The values there are; empty: any.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];
}
