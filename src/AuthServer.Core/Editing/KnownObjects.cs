using AuthServer.Core.Clients;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>The names that an edited object may refer to.</summary>
internal sealed class KnownObjects(RoleDirectory roles, AccountSchemaDirectory schema, PresentationDirectory scopes)
{
    public async Task<KnownNames> LoadAsync(CancellationToken ct) => new(
        await roles.ListAsync(ct),
        [.. (await schema.ListMembersAsync(ct)).Select(m => m.Name)],
        [.. (await schema.ListKindsAsync(ct)).Select(k => k.Kind)],
        [.. await scopes.ListScopeNamesAsync(ct)]);
}
