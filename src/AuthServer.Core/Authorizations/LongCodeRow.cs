using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>A sealed code that was too long to travel.</summary>
public sealed class LongCodeRow
{
    /// <summary>SHA-256 of the handle that travels.</summary>
    public byte[] HandleHash { get; private set; } = [];

    /// <summary>The code, still sealed.</summary>
    public string Code { get; private set; } = "";

    /// <summary>With its code.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<LongCodeRow>
    {
        public void Configure(EntityTypeBuilder<LongCodeRow> builder)
        {
            builder.ToTable("long_codes");
            builder.HasKey(c => c.HandleHash);
            builder.Property(c => c.HandleHash).HasColumnName("handle_hash");
            builder.Property(c => c.Code).HasColumnName("code");
            builder.Property(c => c.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(c => c.ExpiresAt).HasDatabaseName("long_codes_expires_at");
        }
    }
}
