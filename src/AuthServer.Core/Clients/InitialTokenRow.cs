using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>An initial access token (RFC 7591 §1.2), known by its hash.</summary>
internal sealed class InitialTokenRow
{
    private InitialTokenRow()
    {
    }

    public Guid Id { get; private set; }

    public byte[] TokenHash { get; private set; } = [];

    /// <summary>How many clients it may still register; null: any number.</summary>
    public int? UsesLeft { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<InitialTokenRow>
    {
        public void Configure(EntityTypeBuilder<InitialTokenRow> builder)
        {
            builder.ToTable("initial_access_tokens");
            builder.HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(r => r.TokenHash).HasColumnName("token_hash");
            builder.Property(r => r.UsesLeft).HasColumnName("uses_left");
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(r => r.TokenHash).IsUnique().HasDatabaseName("initial_access_tokens_hash");
        }
    }
}
