using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.Otp;

internal static class Counts
{
    private static readonly Counter<long> Codes = Metering.Meter.CreateCounter<long>(
        "authserver.one_time_codes", "{code}", "One-time codes and links, by purpose: made, used, refused.");

    /// <summary>Also where nobody has the address, and nothing is sent.</summary>
    public static void Issued(CodePurpose purpose) => Add(purpose, "issued");

    public static void Checked(CodePurpose purpose, bool isRight) => Add(purpose, isRight ? "right" : "wrong");

    private static void Add(CodePurpose purpose, string outcome) => Codes.Add(
        1, new KeyValuePair<string, object?>("purpose", WordOf(purpose)), new KeyValuePair<string, object?>("outcome", outcome));

    private static string WordOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.VerifyEmail => "verify_email",
        CodePurpose.SignIn => "sign_in",
        CodePurpose.ResetPassword => "reset_password",
        CodePurpose.Unlock => "unlock",
        CodePurpose.ConfirmEmail => "confirm_email",
        CodePurpose.ConfirmPhone => "confirm_phone",
        CodePurpose.ConfirmNumber => "confirm_number",
        _ => "other",
    };
}
