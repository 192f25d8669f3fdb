using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>The problems of the account API's own.</summary>
internal static class AccountProblems
{
    /// <summary>No app of that id may use this API.</summary>
    public static readonly Problem InvalidClient = new(400, "invalid_client", Texts.Later("client_id names no app that may use this API."));

    /// <summary>A scope is malformed, unknown, or not the client's.</summary>
    public static readonly Problem InvalidScope = new(400, "invalid_scope", Texts.Later("A scope is malformed, unknown, or not the client's."));

    /// <summary>Wrong, used, expired, replaced by a newer one, or tried too often: one answer for all.</summary>
    public static readonly Problem InvalidCode = new(400, "invalid_code", Texts.Later("The code is wrong or not good any more."));

    /// <summary>Unknown, used or expired.</summary>
    public static readonly Problem InvalidResetToken =
        new(400, "invalid_reset_token", Texts.Later("The reset token is wrong or not good any more."));

    /// <summary>Address and password do not belong together; or nobody has the address.</summary>
    public static readonly Problem InvalidCredentials =
        new(401, "invalid_credentials", Texts.Later("E-mail address and password do not belong together."));

    /// <summary>Right, but the address was never shown to be the person's.</summary>
    public static readonly Problem VerificationRequired =
        new(403, "verification_required", Texts.Later("The e-mail address has to be verified first: a code was sent when it was registered."));

    /// <summary>Too many wrong passwords, whether or not somebody has the address; with <c>Retry-After</c>.</summary>
    public static readonly Problem Locked =
        new(403, "locked", Texts.Later("Too many wrong passwords: wait, or unlock the account by a code sent by e-mail."));

    /// <summary>Somebody else has shown to own the address meanwhile.</summary>
    public static readonly Problem AddressInUse = new(409, "address_in_use", Texts.Later("Another account has this address now."));
}
