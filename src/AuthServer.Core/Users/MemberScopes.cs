using System.Collections.Frozen;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Users;

/// <summary>The scopes, each with the declared profile members that it shows as claims.</summary>
public sealed class MemberScopes(ScopeCatalog catalog, AccountSchema schema) : IScopes
{
    private Made? _made;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct)
    {
        var scopes = await catalog.AllAsync(ct);
        var shape = await schema.GetAsync(ct);
        // Both are the same object until they change.
        if (Volatile.Read(ref _made) is { } made && ReferenceEquals(made.Scopes, scopes) && ReferenceEquals(made.Shape, shape))
            return made.All;
        var fresh = new Made(scopes, shape, Join(scopes, shape));
        Volatile.Write(ref _made, fresh);
        return fresh.All;
    }

    private static FrozenDictionary<string, Scope> Join(IReadOnlyDictionary<string, Scope> scopes, AccountShape shape)
    {
        var shown = shape.Members.Where(m => m.Scope is not null).ToLookup(m => m.Scope, m => m.Name, StringComparer.Ordinal);
        return scopes.ToFrozenDictionary(
            s => s.Key,
            s => s.Value with { Claims = [.. s.Value.Claims.Concat(shown[s.Key]).Distinct(StringComparer.Ordinal)] },
            StringComparer.Ordinal);
    }

    private sealed record Made(
        IReadOnlyDictionary<string, Scope> Scopes, AccountShape Shape, IReadOnlyDictionary<string, Scope> All);
}
