using System.Text.Json;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Declarations;

/// <summary>One run of applying, under the lock.</summary>
internal sealed class DeclarationRun(AuthDbContext db, IServiceProvider services, AppliedForms forms)
{
    private readonly ClientDirectory _clients = services.GetRequiredService<ClientDirectory>();
    private readonly PresentationDirectory _presentation = services.GetRequiredService<PresentationDirectory>();
    private readonly AccountSchemaDirectory _schema = services.GetRequiredService<AccountSchemaDirectory>();
    private readonly UserDirectory _users = services.GetRequiredService<UserDirectory>();

    public List<string> Applied { get; } = [];

    public List<string> Drift { get; } = [];

    public List<(string ClientId, string Scope)> UnknownScopes { get; } = [];

    public async Task ApplyObjectsAsync(DeclarationSet set, CancellationToken ct)
    {
        if (set.Branding is { } branding)
        {
            await ApplyAsync(ObjectKind.Branding, branding, await _presentation.FindBrandingAsync(ct),
                b => _presentation.PutBrandingAsync(b, ct));
        }

        foreach (var scope in set.Scopes)
        {
            await ApplyAsync(ObjectKind.Scope, scope, await _presentation.FindScopeAsync(scope.Key, ct),
                s => _presentation.PutScopeAsync(s, ct));
        }

        await ApplyAccountsAsync(set, ct);
        foreach (var (provider, i) in set.Providers.Select((d, i) => (d, i)))
        {
            await ApplyStoredAsync(ObjectKind.Provider, provider, provider.Value.Document, i, ct);
            await ApplyProviderSecretAsync(provider.Value, ct);
        }

        foreach (var client in set.Clients)
            await ApplyClientAsync(client, ct);
        await CheckScopesAsync(set, ct);
    }

    private async Task ApplyAccountsAsync(DeclarationSet set, CancellationToken ct)
    {
        foreach (var kind in set.Registration)
        {
            await ApplyAsync(ObjectKind.Registration, kind, await _schema.FindKindAsync(kind.Key, ct),
                k => _schema.PutKindAsync(k, ct));
        }

        foreach (var member in set.Profile)
        {
            await ApplyAsync(ObjectKind.Profile, member, await _schema.FindMemberAsync(member.Key, ct),
                m => _schema.PutMemberAsync(m, ct));
        }

        // The order is the file's alone: nobody edits it elsewhere.
        await _schema.OrderAsync([.. set.Registration.Select(k => k.Key)], [.. set.Profile.Select(m => m.Key)], ct);
    }

    /// <summary>Roles and users: made, never changed, and not made again once they were.</summary>
    public async Task ApplyUsersAsync(DeclarationSet set, CancellationToken ct)
    {
        await _users.EnsureRolesAsync(RoleDirectory.BuiltIn, ct);
        foreach (var role in set.Roles.Where(r => !forms.Knows(ObjectKind.Role, r.Key)))
        {
            await _users.EnsureRolesAsync([role.Key], ct);
            await RememberAsync(ObjectKind.Role, role.Key, role.Form, ct);
        }

        foreach (var user in set.Users.Where(u => !forms.Knows(ObjectKind.User, u.Key)))
        {
            if (await _users.CreateAsync(user.Value, ct) is UserCreation.UnknownRole(var role))
                Drift.Add($"{user.Path} in {user.File} (there is no role {role})");
            else
                await RememberAsync(ObjectKind.User, user.Key, user.Form, ct);
        }
    }

    private async Task RememberAsync(string kind, string key, string form, CancellationToken ct)
    {
        Remember(kind, key, form);
        await db.SaveChangesAsync(ct);
    }

    private async Task ApplyClientAsync(Declared<DeclaredClient> client, CancellationToken ct)
    {
        var stored = await _clients.FindAsync(client.Key, ct);
        var withoutSecret = client with { Form = client.Value.Form };
        await ApplyAsync(
            ObjectKind.Client, withoutSecret, stored, s => CanonicalJson.Of(s.Document), _ => withoutSecret.Form,
            c => stored is null
                ? _clients.CreateAsync(c.ClientId, c.Document, [], ct)
                : _clients.DescribeAsync(c.ClientId, c.Document, ct));

        // Apart from the document: a name that changes in a file must not bring back a secret that was rotated away.
        var secret = client.Value.Secret;
        if (secret is null)
            return;
        if (forms.Knows(ObjectKind.ClientSecret, client.Key, secret))
            await _clients.RecallSecretAsync(client.Key, secret, ct); // the document may need it only now
        else if (await _clients.KeepSecretsAsync(client.Key, [new NewSecret(secret)], ct))
            Remember(ObjectKind.ClientSecret, client.Key, secret);
    }

    // No error: whoever may edit scopes in the database may have made it there, or will.
    private async Task CheckScopesAsync(DeclarationSet set, CancellationToken ct)
    {
        var known = await _presentation.ListScopeNamesAsync(ct);
        foreach (var client in set.Clients)
        {
            foreach (var scope in client.Value.Scopes.Where(s => !known.Contains(s)))
                UnknownScopes.Add((client.Key, scope));
        }
    }

    private async Task ApplyStoredAsync<T>(
        string kind, Declared<T> declared, string document, int position, CancellationToken ct)
    {
        var row = await db.Set<DeclaredObjectRow>().FindAsync([kind, declared.Key], ct);
        await ApplyAsync(kind, declared, row, r => CanonicalJson.Of(r.Document), _ => CanonicalJson.Of(document), _ =>
        {
            row ??= db.Add(DeclaredObjectRow.Create(kind, declared.Key)).Entity;
            row.Describe(document);
            return Task.CompletedTask;
        });
        // The order is the file's alone: nobody edits it elsewhere.
        row?.MoveTo(position);
    }

    private async Task ApplyProviderSecretAsync(DeclaredProvider provider, CancellationToken ct)
    {
        if (provider.Secret is not { } secret || forms.Knows(ObjectKind.ProviderSecret, provider.Scheme, secret))
            return;
        var row = await db.Set<DeclaredObjectRow>().FindAsync([ObjectKind.Provider, provider.Scheme], ct);
        if (row is null)
            return;
        row.KeepSecret(StoredSecret.Seal(services.GetRequiredService<IRingKeys>(), secret));
        Remember(ObjectKind.ProviderSecret, provider.Scheme, secret);
    }

    private Task ApplyAsync<T>(string kind, Declared<T> declared, T? stored, Func<T, Task> put)
        where T : class => ApplyAsync(kind, declared, stored, Json, Json, put);

    /// <summary>The rule, once for every kind.</summary>
    private async Task ApplyAsync<TDeclared, TStored>(
        string kind, Declared<TDeclared> declared, TStored? stored, Func<TStored, string> storedForm,
        Func<TDeclared, string> wantedForm, Func<TDeclared, Task> put)
        where TStored : class
    {
        // Applied before and gone: somebody removed it, and a file does not undo that.
        var isRemoved = stored is null && forms.Knows(kind, declared.Key);
        if (isRemoved || forms.Knows(kind, declared.Key, declared.Form))
        {
            if (stored is null || storedForm(stored) != wantedForm(declared.Value))
                Drift.Add($"{kind} {declared.Key} ({declared.Path} in {declared.File})");
            return;
        }

        await put(declared.Value);
        Remember(kind, declared.Key, declared.Form);
    }

    private void Remember(string kind, string key, string form)
    {
        forms.Add(kind, key, form);
        Applied.Add($"{kind} {key}");
    }

    private static string Json<T>(T value) => CanonicalJson.Of(JsonSerializer.Serialize(value));
}
