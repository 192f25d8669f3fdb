namespace AuthServer.Core.Clients;

/// <summary>A client as a list shows it.</summary>
/// <param name="Name">What people read; the id when it has none.</param>
/// <param name="Origin">How it made itself known; null: an operator did.</param>
public sealed record ClientItem(
    string ClientId, string Name, bool Enabled, RegistrationOrigin? Origin, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
