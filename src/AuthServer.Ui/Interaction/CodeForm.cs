namespace AuthServer.Ui.Interaction;

/// <summary>What a form that waits for a code shows.</summary>
/// <param name="Button">What it does, in the person's language.</param>
/// <param name="Email">Of whom; null: it asks.</param>
/// <param name="IsWrong">The code did not work.</param>
/// <param name="IsNoAddress">What was typed for an address is none.</param>
/// <param name="IsSentAgain">Another one was asked for just now.</param>
internal sealed record CodeForm(string Button, string? Email, bool IsWrong, bool IsNoAddress, bool IsSentAgain);
