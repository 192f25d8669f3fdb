using System.Text.RegularExpressions;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>E.164: what a network can dial.</summary>
internal static partial class PhoneNumber
{
    public static bool IsSendable(string number) => E164().IsMatch(number);

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex E164();
}
