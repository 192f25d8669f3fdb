using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>A signed object that was used.</summary>
public sealed class ReplayRow
{
    /// <summary>SHA-256 of kind, owner and <c>jti</c>.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>From then on the object is refused anyway.</summary>
    public DateTimeOffset Until { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ReplayRow>
    {
        public void Configure(EntityTypeBuilder<ReplayRow> builder)
        {
            builder.ToTable("replays");
            builder.HasKey(r => r.Key);
            builder.Property(r => r.Key).HasColumnName("key");
            builder.Property(r => r.Until).HasColumnName("until");
            builder.HasIndex(r => r.Until).HasDatabaseName("replays_until");
        }
    }
}
