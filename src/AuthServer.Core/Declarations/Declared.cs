namespace AuthServer.Core.Declarations;

/// <summary>One declared object.</summary>
/// <param name="Key">Its name among its kind.</param>
/// <param name="Value">What was read.</param>
/// <param name="Form">Its JSON as written, members in order: what tells one declared form from another.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Path">Where in there.</param>
internal sealed record Declared<T>(string Key, T Value, string Form, string File, string Path);
