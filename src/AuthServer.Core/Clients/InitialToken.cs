namespace AuthServer.Core.Clients;

/// <summary>An initial access token, as whoever administers it sees it.</summary>
/// <param name="UsesLeft">Null: any number.</param>
public sealed record InitialToken(Guid Id, int? UsesLeft, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
