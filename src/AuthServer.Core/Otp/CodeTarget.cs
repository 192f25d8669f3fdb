using AuthServer.Core.Messaging;

namespace AuthServer.Core.Otp;

/// <summary>Where a code is sent, and so what it proves.</summary>
/// <param name="To">A mail address, or a number in E.164.</param>
public sealed record CodeTarget(MessageChannel Channel, string To)
{
    /// <summary>By mail.</summary>
    public static CodeTarget Mail(string address) => new(MessageChannel.Email, address);

    /// <summary>By text message. These cost money: each number has an hourly cap over all purposes.</summary>
    public static CodeTarget Text(string number) => new(MessageChannel.Sms, number);

    /// <summary>Redacted.</summary>
    public override string ToString() => $"by {Channel}";
}
