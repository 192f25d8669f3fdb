namespace AuthServer.Core.Statistics;

/// <summary>What is counted by the hour. Names are at rest: they never change.</summary>
public static class StatisticName
{
    /// <summary>Sign-ins that succeeded.</summary>
    public const string SignIns = "sign_ins";

    /// <summary>Sign-ins that were refused: a wrong password or code, a locked account, too many attempts.</summary>
    public const string SignInFailures = "sign_in_failures";

    /// <summary>Access tokens that left.</summary>
    public const string TokensIssued = "tokens_issued";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [SignIns, SignInFailures, TokensIssued];
}
