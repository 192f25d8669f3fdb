using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>What will be noticed when a client changes.</summary>
internal static class ClientConsequences
{
    /// <summary>In no order that means anything.</summary>
    public static IEnumerable<Consequence> Of(ObjectChange change, ConfiguredObject? before, ConfiguredObject? after, LiveUse use)
    {
        var (was, becomes) = (Build(before), Build(after));
        var told = (was, becomes) switch
        {
            (null, { } made) => OfNew(made, change),
            ({ } gone, null) => OfRemoved(gone, use),
            ({ } old, { } now) => [.. OfAddresses(old, now), .. OfAuthentication(old, now, change, use), .. OfGrants(old, now, use), .. OfCare(old, now)],
            _ => [],
        };
        return told.Select(t => new Consequence(t.Code, change.Section, change.Key, $"Client '{change.Key}': {t.Text}"));
    }

    /// <summary>The scopes that a client names.</summary>
    public static IReadOnlyList<string> ScopesOf(ConfiguredObject? client) => Build(client)?.Scopes ?? (IReadOnlyList<string>)[];

    private static Client? Build(ConfiguredObject? client) => client is null ? null : ClientMetadata.Build(client.Key, client.ToJson());

    private static IEnumerable<(string Code, string Text)> OfNew(Client made, ObjectChange change)
    {
        if (NeedsSecret(made) && !HasNewSecret(change))
            yield return ("secret_missing", "it has no secret, and can do nothing until one is made for it.");
        foreach (var scope in made.Scopes.Intersect(StandardScopes.OfAdministrators))
            yield return ("administers", $"it may ask for the scope '{scope}', and administer this server with it.");
        if (made.FirstParty)
            yield return ("first_party", "it may use the JSON account API, and sees people's passwords there.");
    }

    private static IEnumerable<(string Code, string Text)> OfRemoved(Client gone, LiveUse use)
    {
        var live = use.Authorizations(gone.Id);
        yield return ("client_removed", live == 0
            ? "nobody can sign in with it any more, and its secrets are forgotten."
            : $"{Consequences.Count(live, "live authorization ends", "live authorizations end")}, nobody can sign in with it any more, and its secrets are forgotten.");
    }

    private static IEnumerable<(string Code, string Text)> OfAddresses(Client was, Client becomes)
    {
        foreach (var gone in was.RedirectUris.Except(becomes.RedirectUris))
            yield return ("redirect_uri_removed", $"sign-ins that return to {gone} are refused.");
        foreach (var gone in was.PostLogoutRedirectUris.Except(becomes.PostLogoutRedirectUris))
            yield return ("logout_uri_removed", $"sign-outs do not return to {gone} any more.");
        foreach (var gone in was.AllowedOrigins.Except(becomes.AllowedOrigins))
            yield return ("origin_removed", $"scripts of {gone} may not call any more.");
    }

    private static IEnumerable<(string Code, string Text)> OfAuthentication(Client was, Client becomes, ObjectChange change, LiveUse use)
    {
        var isNew = HasNewSecret(change);
        if (was.AuthMethod != becomes.AuthMethod)
            yield return ("auth_method_changed", $"it must authenticate by {becomes.AuthMethod}; with {was.AuthMethod} it is refused.");
        if (isNew && NeedsSecret(was))
            yield return ("secret_replaced", "its secrets are replaced by the declared one; the ones it uses now are refused.");
        if (!isNew && NeedsSecret(becomes) && !use.HasSecret(becomes.Id, becomes.NeedsSharedSecret))
            yield return ("secret_missing", "it has no secret that does for that, and is refused until one is made for it.");
        if (use.IsDisabled(becomes.Id))
            yield return ("disabled", "an administrator turned it off, and it stays off.");
    }

    private static IEnumerable<(string Code, string Text)> OfGrants(Client was, Client becomes, LiveUse use)
    {
        foreach (var grant in was.GrantTypes.Except(becomes.GrantTypes))
            yield return ("grant_removed", $"it may not use the grant {grant} any more.");
        foreach (var type in was.ResponseTypes.Except(becomes.ResponseTypes))
            yield return ("response_type_removed", $"it may not ask for the response type {type} any more.");
        foreach (var scope in was.Scopes.Except(becomes.Scopes))
        {
            var live = use.Authorizations(was.Id, scope);
            var held = live == 0 ? "" : $" {Consequences.Count(live, "live authorization loses", "live authorizations lose")} it.";
            yield return scope == StandardScopes.OfflineAccess
                ? ("offline_access_removed", $"it gets no refresh tokens any more.{(live == 0 ? "" : $" {Consequences.Count(live, "live authorization is", "live authorizations are")} refreshed no more: people sign in again.")}")
                : ("scope_removed", $"it may not ask for the scope '{scope}' any more.{held}");
        }

        foreach (var scope in becomes.Scopes.Intersect(StandardScopes.OfAdministrators).Except(was.Scopes))
            yield return ("administers", $"it may ask for the scope '{scope}', and administer this server with it.");
    }

    private static IEnumerable<(string Code, string Text)> OfCare(Client was, Client becomes)
    {
        if (was.RequirePkce && !becomes.RequirePkce)
            yield return ("pkce_off", "PKCE is turned off: a code that is stolen on its way can be redeemed by whoever has the secret.");
        if (!was.RequirePkce && becomes.RequirePkce)
            yield return ("pkce_on", "PKCE is turned on: requests without a code_challenge are refused.");
        if (was.RequireConsent && !becomes.RequireConsent)
            yield return ("consent_off", "people are not asked any more before it gets what it asks for.");
        if (!was.RequireConsent && becomes.RequireConsent)
            yield return ("consent_on", "people are asked from now on, and silent sign-ins fail until they agreed.");
        if (!was.FirstParty && becomes.FirstParty)
            yield return ("first_party", "it may use the JSON account API, and sees people's passwords there.");
        if (was.FirstParty && !becomes.FirstParty)
            yield return ("first_party_off", "the JSON account API refuses it.");
        if (was.OpaqueAccessTokens != becomes.OpaqueAccessTokens)
            yield return ("token_format_changed", becomes.OpaqueAccessTokens
                ? "its access tokens are opaque from now on: APIs that read them as JWTs cannot."
                : "its access tokens are JWTs from now on: whoever holds one can read it.");
        if (was.IsPairwise != becomes.IsPairwise || (becomes.IsPairwise && was.Sector != becomes.Sector))
            yield return ("subjects_changed", "it knows every person by another subject from now on.");
        if (was.RotateRefreshTokens && !becomes.RotateRefreshTokens)
            yield return ("rotation_off", "refresh tokens are not replaced by use any more: a stolen one is good until it expires.");
        if (was.IdTokenAlgorithm != becomes.IdTokenAlgorithm)
            yield return ("id_token_algorithm_changed", $"its ID tokens are signed by {becomes.IdTokenAlgorithm} and not {was.IdTokenAlgorithm}.");
    }

    private static bool NeedsSecret(Client client) =>
        client.AuthMethod is AuthMethods.ClientSecretBasic or AuthMethods.ClientSecretPost or AuthMethods.ClientSecretJwt;

    private static bool HasNewSecret(ObjectChange change) => change.Members.Any(m => m.Name == "client_secret");
}
