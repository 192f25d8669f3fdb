namespace AuthServer.Protocol.Issuing;

/// <summary>The key of pairwise subjects. It never rotates: a subject stays the same for ever (OIDC Core §8).</summary>
public interface IPairwiseKey
{
    /// <summary>The key, the same on every node.</summary>
    RingKey Pairwise { get; }
}
