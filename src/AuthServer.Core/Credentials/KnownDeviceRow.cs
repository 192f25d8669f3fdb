using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Credentials;

/// <summary>A browser in which a user has signed in.</summary>
internal sealed class KnownDeviceRow
{
    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the mark, in base64url.</summary>
    public required string MarkHash { get; init; }

    public DateTimeOffset UsedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<KnownDeviceRow>
    {
        public void Configure(EntityTypeBuilder<KnownDeviceRow> builder)
        {
            builder.ToTable("known_devices");
            builder.HasKey(d => new { d.UserId, d.MarkHash });
            builder.Property(d => d.UserId).HasColumnName("user_id");
            builder.Property(d => d.MarkHash).HasColumnName("mark_hash").HasMaxLength(43).UseCollation("C");
            builder.Property(d => d.UsedAt).HasColumnName("used_at");
            builder.HasOne<User>().WithMany().HasForeignKey(d => d.UserId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(d => d.UsedAt).HasDatabaseName("known_devices_used_at");
        }
    }
}
