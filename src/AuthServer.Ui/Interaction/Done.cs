namespace AuthServer.Ui.Interaction;

/// <summary>What one page did and the next one says: words in an address, which anybody may write there.</summary>
internal static class Done
{
    public const string Parameter = "done";

    public const string Verified = "verified";
    public const string PasswordSet = "password";
    public const string Unlocked = "unlocked";
    public const string SentAgain = "sent";
}
