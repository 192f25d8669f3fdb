namespace AuthServer.Core.Audit;

/// <summary>A checkpoint that somebody brings.</summary>
/// <param name="Statement">Null: it is none.</param>
internal sealed record KeptCheckpoint(CheckpointStatement? Statement, bool IsSigned);
