namespace AuthServer.Core.Users;

/// <summary>A way to register.</summary>
/// <param name="Kind">Its name in addresses.</param>
/// <param name="Role">The role that it gives.</param>
/// <param name="Require">Profile members that must be filled in.</param>
public sealed record RegistrationKind(string Kind, string Role, IReadOnlyList<string> Require);
