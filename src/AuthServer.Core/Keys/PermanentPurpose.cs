namespace AuthServer.Core.Keys;

/// <summary>What the key that never rotates is for; each has a sub-key of its own.</summary>
public enum PermanentPurpose
{
    /// <summary>Pairwise subjects: they must stay the same for ever.</summary>
    PairwiseSubject,

    /// <summary>Hashes of declared forms, which may hold secrets.</summary>
    DeclaredForm,
}
