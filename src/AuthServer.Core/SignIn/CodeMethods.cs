using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;

namespace AuthServer.Core.SignIn;

/// <summary>What a right code says of how somebody signed in (RFC 8176 §2).</summary>
internal static class CodeMethods
{
    private static readonly string[] Mailed = ["otp"];
    private static readonly string[] Texted = ["otp", "sms"];

    public static IReadOnlyList<string> Of(CodeTarget? target) =>
        target?.Channel == MessageChannel.Sms ? Texted : Mailed;
}
