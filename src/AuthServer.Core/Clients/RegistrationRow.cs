using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>That a client made itself known, beside its row: no operator vouches for it, and it goes when nobody uses it.</summary>
internal sealed class RegistrationRow
{
    private RegistrationRow()
    {
    }

    public string ClientId { get; private set; } = "";

    public RegistrationOrigin Origin { get; private set; }

    /// <summary>SHA-256 of the registration access token; null: it has none, as its document is elsewhere.</summary>
    public byte[]? TokenHash { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>To the day.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public static RegistrationRow Create(string clientId, RegistrationOrigin origin, byte[]? tokenHash, DateTimeOffset now) =>
        new() { ClientId = clientId, Origin = origin, TokenHash = tokenHash, CreatedAt = now };

    public void Rotate(byte[] tokenHash) => TokenHash = tokenHash;

    internal sealed class Configuration : IEntityTypeConfiguration<RegistrationRow>
    {
        public void Configure(EntityTypeBuilder<RegistrationRow> builder)
        {
            builder.ToTable("registrations");
            builder.HasKey(r => r.ClientId);
            builder.Property(r => r.ClientId).HasColumnName("client_id").UseCollation("C");
            builder.Property(r => r.Origin).HasColumnName("origin").HasConversion<short>();
            builder.Property(r => r.TokenHash).HasColumnName("token_hash");
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
            builder.Property(r => r.LastUsedAt).HasColumnName("last_used_at");
            builder.HasOne<ClientRow>().WithOne().HasForeignKey<RegistrationRow>(r => r.ClientId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(r => new { r.LastUsedAt, r.CreatedAt }).HasDatabaseName("registrations_used");
        }
    }
}
