namespace AuthServer.Ui.Interaction;

/// <summary>
/// Where a sign-in that no app asked for may lead: a list, not a rule, so there is nothing to get around.
/// </summary>
internal static class LocalReturn
{
    public const string Default = "/account";

    /// <summary>Where administrators work.</summary>
    public const string Desk = "/admin";

    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal) { Default, Desk };

    public static string OrDefault(string? returnUrl) =>
        returnUrl is not null && Allowed.Contains(returnUrl) ? returnUrl : Default;
}
