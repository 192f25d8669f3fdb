namespace AuthServer.Protocol.Issuing;

/// <summary>The scopes that exist, standard and declared.</summary>
public interface IScopes
{
    /// <summary>All of them by name, from memory as a rule.</summary>
    ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct);
}
