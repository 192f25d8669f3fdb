namespace AuthServer.Core.Users;

/// <summary>What a list of people is narrowed to, besides what is searched for.</summary>
/// <param name="Role">Only who has it; null: all.</param>
/// <param name="Locked">Only who is locked, or who is not; null: all.</param>
/// <param name="Verified">Only whose e-mail address is known to be theirs, or whose is not; null: all.</param>
public sealed record UserFilter(string? Role = null, bool? Locked = null, bool? Verified = null);
