namespace AuthServer.Core.Audit;

/// <summary>Kinds of things that events are about; as the table and the API hold them.</summary>
public static class AuditTargets
{
#pragma warning disable CS1591 // the names say it
    public const string User = "user";
    public const string Client = "client";
    public const string Scope = "scope";
    public const string Role = "role";
    public const string Provider = "provider";
    public const string RegistrationKind = "registration_kind";
    public const string ProfileMember = "profile_member";
    public const string Branding = "branding";
    public const string Session = "session";
    public const string Authorization = "authorization";
    public const string Token = "token";
    public const string RegistrationToken = "registration_token";
    public const string Message = "message";
    public const string Key = "key";
    public const string Webhook = "webhook";
    public const string Configuration = "configuration";
    public const string Everything = "everything";
#pragma warning restore CS1591
}
