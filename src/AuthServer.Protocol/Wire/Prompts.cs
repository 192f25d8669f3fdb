namespace AuthServer.Protocol.Wire;

/// <summary>Values of <c>prompt</c> (OIDC Core §3.1.2.1).</summary>
public static class Prompts
{
    /// <summary>No page may be shown.</summary>
    public const string None = "none";

    /// <summary>Sign in anew.</summary>
    public const string Login = "login";

    /// <summary>Ask for consent anew.</summary>
    public const string Consent = "consent";

    /// <summary>Let the person choose an account.</summary>
    public const string SelectAccount = "select_account";

    /// <summary>Make an account (OpenID Connect Prompt Create 1.0 §4.1).</summary>
    public const string Create = "create";

    /// <summary>Every value that is understood.</summary>
    public static readonly IReadOnlyList<string> All = [None, Login, Consent, SelectAccount, Create];
}
