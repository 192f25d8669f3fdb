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
#pragma warning restore CS1591
}
