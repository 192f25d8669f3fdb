namespace AuthServer.Core.Audit;

/// <summary>What the audit log tells of. Names never change their meaning: programs that read the log decide by them.</summary>
public static class AuditActions
{
#pragma warning disable CS1591 // the names say it
    public const string UserCreated = "user.created";
    public const string UserUpdated = "user.updated";
    public const string UserDeleted = "user.deleted";
    public const string UsersImported = "users.imported";
    public const string UsersExported = "users.exported";
    public const string UserLocked = "user.locked";
    public const string UserUnlocked = "user.unlocked";
    public const string UserVerified = "user.verified";
    public const string UserRolesChanged = "user.roles_changed";
    public const string UserFactorsReset = "user.mfa_reset";
    public const string UserResetSent = "user.reset_sent";

    public const string UserRegistered = "user.registered";
    public const string EmailChanged = "user.email_changed";
    public const string PhoneChanged = "user.phone_changed";
    public const string UserExported = "user.exported";

    public const string SignedIn = "sign_in.succeeded";
    public const string SignInFailed = "sign_in.failed";
    public const string SignInLocked = "sign_in.locked";
    public const string SignInUnlocked = "sign_in.unlocked";
    public const string SignedOut = "sign_out";
    public const string CodeSent = "code.sent";

    public const string PasswordChanged = "password.changed";
    public const string PasswordReset = "password.reset";

    public const string ConsentGiven = "consent.given";
    public const string ConsentRefused = "consent.refused";
    public const string ConsentWithdrawn = "consent.withdrawn";

    public const string CodeReplayed = "code.replayed";
    public const string RefreshTokenReused = "refresh_token.reused";

    public const string ClientCreated = "client.created";
    public const string ClientUpdated = "client.updated";
    public const string ClientDeleted = "client.deleted";
    public const string ClientEnabled = "client.enabled";
    public const string ClientDisabled = "client.disabled";
    public const string ClientSecretAdded = "client.secret_added";
    public const string ClientSecretRemoved = "client.secret_removed";

    public const string ScopeCreated = "scope.created";
    public const string ScopeUpdated = "scope.updated";
    public const string ScopeDeleted = "scope.deleted";

    public const string RoleCreated = "role.created";
    public const string RoleDeleted = "role.deleted";

    public const string ProviderCreated = "provider.created";
    public const string ProviderUpdated = "provider.updated";
    public const string ProviderDeleted = "provider.deleted";

    public const string RegistrationKindCreated = "registration_kind.created";
    public const string RegistrationKindUpdated = "registration_kind.updated";
    public const string RegistrationKindDeleted = "registration_kind.deleted";

    public const string ProfileMemberCreated = "profile_member.created";
    public const string ProfileMemberUpdated = "profile_member.updated";
    public const string ProfileMemberDeleted = "profile_member.deleted";

    public const string BrandingUpdated = "branding.updated";

    public const string Revoked = "revoked";

    public const string AuditExported = "audit.exported";

    public const string RegistrationTokenCreated = "registration_token.created";
    public const string RegistrationTokenDeleted = "registration_token.deleted";

    public const string MessageRetried = "message.retried";
    public const string MessageCancelled = "message.cancelled";

    public const string KeysRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";

    public const string WebhookCreated = "webhook.created";
    public const string WebhookUpdated = "webhook.updated";
    public const string WebhookDeleted = "webhook.deleted";
    public const string WebhookSecretAdded = "webhook.secret_added";
    public const string WebhookSecretDropped = "webhook.secret_dropped";
    public const string WebhookTested = "webhook.tested";
    public const string WebhookRetried = "webhook.retried";

    public const string RecordingStarted = "recording.started";
#pragma warning restore CS1591
}
