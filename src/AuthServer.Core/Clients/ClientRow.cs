using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>A client at rest: its document, and what is no part of it.</summary>
internal sealed class ClientRow
{
    private ClientRow()
    {
    }

    public string ClientId { get; private set; } = "";

    /// <summary>As <see cref="ClientMetadata"/> accepted it.</summary>
    public string Document { get; private set; } = "{}";

    /// <summary>JSON list of <see cref="ClientSecretHash"/>.</summary>
    public string Secrets { get; private set; } = "[]";

    public bool Enabled { get; private set; } = true;

    public long Epoch { get; private set; }

    /// <summary>Counts changes; two editors cannot overwrite each other.</summary>
    public long Version { get; private set; }

    /// <summary>From the document, for the lookup of origins.</summary>
    public string[] Origins { get; private set; } = [];

    /// <summary>From the document, for the lookup of origins.</summary>
    public bool FirstParty { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static ClientRow Create(string clientId, string document, long epoch, DateTimeOffset now)
    {
        var row = new ClientRow { ClientId = clientId, Epoch = epoch, CreatedAt = now };
        row.Describe(document, now);
        return row;
    }

    public void Describe(string document, DateTimeOffset now)
    {
        var client = ClientMetadata.Build(ClientId, document);
        (Document, Origins, FirstParty) = (document, ClientOrigins.Of(client), client.FirstParty);
        Touch(now);
    }

    /// <summary>Whether a hash of its secret is not enough.</summary>
    public bool NeedsSharedSecret => ClientMetadata.Build(ClientId, Document).NeedsSharedSecret;

    /// <summary>Whether a secret is sealed here if one is needed.</summary>
    public bool CanDoAsItSays => !NeedsSharedSecret || ReadSecrets().Exists(s => s.Sealed is not null);

    /// <summary>Seals a secret whose hash is here.</summary>
    /// <returns>Whether that was new.</returns>
    public bool Recall(NewSecret secret, IRingKeys keys, DateTimeOffset now)
    {
        var secrets = ReadSecrets();
        var at = secrets.FindIndex(s => s.Sealed is null && s.Matches(Encoding.UTF8.GetBytes(secret.Value), now));
        if (at < 0)
            return false;
        secrets[at] = secrets[at] with { Sealed = secret.ToStored(true, keys, now).Sealed };
        KeepSecrets(secrets, now);
        return true;
    }

    public void KeepSecrets(IReadOnlyList<ClientSecretHash> secrets, DateTimeOffset now)
    {
        Secrets = JsonSerializer.Serialize(secrets);
        Touch(now);
    }

    /// <summary>The secrets that are in force, newest first.</summary>
    public IReadOnlyList<ClientSecretHash> LiveSecrets(DateTimeOffset now) =>
        ReadSecrets().FindAll(s => s.ExpiresAt is null || now < s.ExpiresAt);

    public void Enable(bool enabled, DateTimeOffset now)
    {
        Enabled = enabled;
        Touch(now);
    }

    private List<ClientSecretHash> ReadSecrets() => JsonSerializer.Deserialize<List<ClientSecretHash>>(Secrets) ?? [];

    private void Touch(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<ClientRow>
    {
        public void Configure(EntityTypeBuilder<ClientRow> builder)
        {
            builder.ToTable("clients");
            builder.HasKey(r => r.ClientId);
            builder.Property(r => r.ClientId).HasColumnName("client_id").UseCollation("C");
            builder.Property(r => r.Document).HasColumnName("document").HasColumnType("jsonb");
            builder.Property(r => r.Secrets).HasColumnName("secrets").HasColumnType("jsonb");
            builder.Property(r => r.Enabled).HasColumnName("enabled");
            builder.Property(r => r.Epoch).HasColumnName("epoch").HasDefaultValueSql(Data.Epochs.NextSql);
            builder.Property(r => r.Version).HasColumnName("version").HasDefaultValue(1L).IsConcurrencyToken();
            builder.Property(r => r.Origins).HasColumnName("origins").HasDefaultValueSql("'{}'");
            builder.Property(r => r.FirstParty).HasColumnName("first_party").HasDefaultValue(false);
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
            builder.Property(r => r.UpdatedAt).HasColumnName("updated_at");
        }
    }
}
