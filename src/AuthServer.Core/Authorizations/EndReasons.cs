using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;

namespace AuthServer.Core.Authorizations;

/// <summary>Why an authorization ended, as its row says it.</summary>
internal static class EndReasons
{
    /// <summary>The person took it back.</summary>
    public const string TakenBack = "taken_back";

    /// <summary>An administrator ended it, or everything of its client, or everything there was.</summary>
    public const string Revoked = "revoked_by_administrator";

    /// <summary>A code came twice.</summary>
    public const string CodeReplayed = "code_replayed";

    /// <summary>A refresh token came after its successor had been used.</summary>
    public const string RefreshTokenReused = "refresh_token_reused";

    /// <summary>What the audit log calls it; null: it is no attack.</summary>
    public static string? ActionOf(string reason) => reason switch
    {
        CodeReplayed => AuditActions.CodeReplayed,
        RefreshTokenReused => AuditActions.RefreshTokenReused,
        _ => null,
    };

    /// <summary>It ended with its session or its person.</summary>
    public static string ToReason(this SessionEnd end) => end switch
    {
        SessionEnd.Replaced => "replaced",
        SessionEnd.SignedOut => "signed_out",
        SessionEnd.PasswordChanged => "password_changed",
        SessionEnd.UserClosed => "user_closed",
        _ => "session_revoked",
    };
}
