namespace AuthServer.Core.Declarations.Changes;

/// <summary>What was done, as programs read it.</summary>
/// <param name="Revision">Of the configuration in force.</param>
/// <param name="Change">Null: it was so already.</param>
public sealed record AppliedChange(string Revision, ChangeSet? Change);
