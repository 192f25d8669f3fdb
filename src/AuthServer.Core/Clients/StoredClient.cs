namespace AuthServer.Core.Clients;

/// <summary>A client as whoever edits it sees it; without secrets.</summary>
/// <param name="Document">JSON in the names of RFC 7591.</param>
/// <param name="Version">Counts changes.</param>
public sealed record StoredClient(string ClientId, string Document, bool Enabled, long Epoch, long Version);
