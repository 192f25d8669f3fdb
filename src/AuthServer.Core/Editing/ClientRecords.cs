using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Editing;

/// <summary>Clients as administrators see them.</summary>
public sealed class ClientRecords(AuthDbContext db, IIssuer issuer, TimeProvider clock)
{
    internal const string Id = "client_id";
    internal const string Secret = "client_secret";
    internal const string Enabled = "enabled";
    internal const string UpdatedAt = "updated_at";

    /// <summary>Members beside those of declarations.</summary>
    internal static readonly string[] ReadOnly = [Enabled, "origin", "needs_secret", "created_at", UpdatedAt];

    /// <summary>One of them.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<EditedObject?> FindAsync(string clientId, CancellationToken ct)
    {
        if (await db.Set<ClientRow>().AsNoTracking().FirstOrDefaultAsync(c => c.ClientId == clientId, ct) is not { } row)
            return null;
        var registration = await db.Set<RegistrationRow>().AsNoTracking().FirstOrDefaultAsync(r => r.ClientId == clientId, ct);
        var members = new JsonObject { [Id] = row.ClientId };
        foreach (var (name, value) in JsonNode.Parse(row.Document)?.AsObject() ?? [])
            members[name] = value?.DeepClone();
        members[Enabled] = row.Enabled;
        members["origin"] = OriginOf(registration?.Origin);
        members["needs_secret"] = NeedsSecret(row);
        members["created_at"] = JsonSerializer.SerializeToNode(row.CreatedAt);
        members[UpdatedAt] = JsonSerializer.SerializeToNode(row.UpdatedAt);
        return new EditedObject(row.ClientId, members, row.Version.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether it gives rights here, or whether our own API takes it for itself: that is for owners to decide.</summary>
    internal bool IsOwners(Client client) => client.Scopes.HasOfAdministrators || client.Resources.Contains(issuer.Url);

    /// <summary>As it is shown.</summary>
    public static string OriginOf(RegistrationOrigin? origin) => origin switch
    {
        RegistrationOrigin.Registered => "registration",
        RegistrationOrigin.Document => "document",
        _ => "operator",
    };

    // It says that it has one, and there is none, or none that is kept as it is needed.
    private bool NeedsSecret(ClientRow row) =>
        !row.CanDoAsItSays
        || (AuthMethods.WithSecret.Contains(ClientMetadata.Build(row.ClientId, row.Document).AuthMethod) && row.LiveSecrets(clock.GetUtcNow()).Count == 0);
}
