namespace AuthServer.Core.Authorizations;

/// <summary>An app that a person lets in, as the person sees it.</summary>
/// <param name="ClientId">Its <c>client_id</c>.</param>
/// <param name="Scopes">What it may have: agreed to for good, or in use.</param>
/// <param name="AllowedAt">The last time that the person agreed or signed in there.</param>
/// <param name="LastUsedAt">The last time that it got tokens; null: it never did, or all of that is over.</param>
public sealed record OwnApp(string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset AllowedAt, DateTimeOffset? LastUsedAt);
