namespace AuthServer.Core.Authorizations;

/// <summary>Which authorizations a list shows; null: it does not matter.</summary>
/// <param name="UserId">Given by this person.</param>
/// <param name="ClientId">Given to this client.</param>
/// <param name="SessionId">Given in this session.</param>
/// <param name="Live">Good, or over.</param>
public sealed record AuthorizationFilter(Guid? UserId, string? ClientId, Guid? SessionId, bool? Live);
