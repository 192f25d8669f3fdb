using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Tokens in an authorization response (OIDC Core §3.2.2.5).</summary>
/// <param name="AccessToken"><c>access_token</c>; null: none was asked for.</param>
/// <param name="ExpiresIn">Of the access token.</param>
/// <param name="Scopes">What they are good for.</param>
/// <param name="IdToken"><c>id_token</c>; null: none was asked for.</param>
public sealed record FrontChannelTokens(string? AccessToken, TimeSpan ExpiresIn, ScopeSet Scopes, string? IdToken);
