namespace AuthServer.Core.Declarations;

/// <summary>Kinds as they stand in the tables.</summary>
internal static class ObjectKind
{
    public const string Branding = "branding";
    public const string Scope = "scope";
    public const string Role = "role";
    public const string Registration = "registration_kind";
    public const string Profile = "profile_member";
    public const string Provider = "provider";
    public const string ProviderSecret = "provider_secret";
    public const string Client = "client";
    public const string ClientSecret = "client_secret";
    public const string User = "user";
}
