namespace AuthServer.Core.Editing;

/// <summary>Something that needs an object.</summary>
/// <param name="Kind">As the audit log names kinds of things.</param>
/// <param name="Key">Its id among its kind.</param>
public sealed record ObjectUse(string Kind, string Key);
