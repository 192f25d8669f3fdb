using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Credentials;

/// <summary>A <see cref="GuardBucket"/> at rest; no row is an empty one.</summary>
internal sealed class GuardBucketRow
{
    public required string Address { get; init; }

    public required string Device { get; init; }

    public int Failures { get; init; }

    public int Streak { get; init; }

    public Guid[] Pending { get; init; } = [];

    public DateTimeOffset? LockedUntil { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>When it was last written: what nobody has touched for a day and more is swept.</summary>
    public DateTimeOffset TouchedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<GuardBucketRow>
    {
        public void Configure(EntityTypeBuilder<GuardBucketRow> builder)
        {
            builder.ToTable("sign_in_guard");
            builder.HasKey(b => new { b.Address, b.Device });
            builder.Property(b => b.Address).HasColumnName("address").HasMaxLength(43).UseCollation("C");
            builder.Property(b => b.Device).HasColumnName("device").HasMaxLength(43).UseCollation("C");
            builder.Property(b => b.Failures).HasColumnName("failures");
            builder.Property(b => b.Streak).HasColumnName("streak");
            builder.Property(b => b.Pending).HasColumnName("pending");
            builder.Property(b => b.LockedUntil).HasColumnName("locked_until");
            builder.Property(b => b.FailedAt).HasColumnName("failed_at");
            builder.Property(b => b.TouchedAt).HasColumnName("touched_at");
            builder.HasIndex(b => b.TouchedAt).HasDatabaseName("sign_in_guard_touched_at");
        }
    }
}
