namespace AuthServer.Core.Users;

/// <summary>What registering as one kind asks for.</summary>
/// <param name="Fields">
/// In the order to show them: <c>full_name</c>, <c>email</c>, <c>phone_number</c>, the declared members of the kind,
/// <c>password</c>.
/// </param>
public sealed record AccountForm(RegistrationKind Kind, IReadOnlyList<AccountField> Fields);
