namespace AuthServer.Ui.Desk;

/// <summary>What stands where a list has nothing to show.</summary>
/// <param name="Text">What to do about it; null: nothing needs doing.</param>
/// <param name="Link">Where that is done.</param>
internal sealed record Empty(string Icon, string Title, string? Text = null, Crumb? Link = null);
