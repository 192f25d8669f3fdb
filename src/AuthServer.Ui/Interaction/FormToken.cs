namespace AuthServer.Ui.Interaction;

/// <summary>The hidden member of every form that shows it to be ours.</summary>
public static class FormToken
{
    /// <summary>Its name.</summary>
    public const string Field = "form";
}
