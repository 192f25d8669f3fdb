using System.Text.RegularExpressions;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>What a server answered (RFC 5321 §4.2).</summary>
/// <param name="Lines">Without the code.</param>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>"The service is not available": said about the line, not about a message.</summary>
    public bool EndsTheLine => Code == 421;

    /// <summary>For administrators: the code and the enhanced one (RFC 3463). The rest may hold addresses.</summary>
    public string About(string command) =>
        Lines.Count > 0 && Enhanced().Match(Lines[0]) is { Success: true } match
            ? $"{command}: {Code} {match.Value}"
            : $"{command}: {Code}";

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?!\d)")]
    private static partial Regex Enhanced();
}
