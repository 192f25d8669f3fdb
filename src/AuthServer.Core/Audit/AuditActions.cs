namespace AuthServer.Core.Audit;

/// <summary>What the audit log tells of. Names never change their meaning: programs that read the log decide by them.</summary>
public static class AuditActions
{
#pragma warning disable CS1591 // the names say it
    public const string UserCreated = "user.created";
    public const string UserUpdated = "user.updated";
    public const string UserDeleted = "user.deleted";
    public const string UserLocked = "user.locked";
    public const string UserUnlocked = "user.unlocked";

    public const string ClientCreated = "client.created";
    public const string ClientUpdated = "client.updated";
    public const string ClientDeleted = "client.deleted";

    public const string Revoked = "revoked";

    public const string ConfigurationApplied = "configuration.applied";
    public const string ConfigurationRolledBack = "configuration.rolled_back";

    public const string RegistrationTokenCreated = "registration_token.created";
    public const string RegistrationTokenDeleted = "registration_token.deleted";
#pragma warning restore CS1591
}
