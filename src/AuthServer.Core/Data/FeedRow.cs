using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Data;

/// <summary>A line of the feed at rest; add one in the transaction of what it tells, and every node learns of it.</summary>
public sealed class FeedRow
{
    private FeedRow()
    {
    }

    /// <summary>Order of insertion, for people; nodes go by <see cref="TransactionId"/>.</summary>
    public long Id { get; private set; }

    /// <summary>What happened.</summary>
    public FeedKind Kind { get; private set; }

    /// <summary>To what.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Where the kind has one.</summary>
    public long Epoch { get; private set; }

    /// <summary>When the line stops to matter.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary><c>pg_current_xact_id()</c>: lets a reader know which lines may still be about to appear.</summary>
    public ulong TransactionId { get; private set; }

    /// <summary>A revocation.</summary>
    public static FeedRow Revoked(FeedKind kind, string key, long epoch, DateTimeOffset until) =>
        new() { Kind = kind, Key = key, Epoch = epoch, Until = until };

    /// <summary>A cached object changed; nodes hear of it within a second, so the line may go after ten minutes.</summary>
    public static FeedRow Changed(FeedKind kind, string key, DateTimeOffset now) =>
        new() { Kind = kind, Key = key, Until = now.AddMinutes(10) };

    internal sealed class Configuration : IEntityTypeConfiguration<FeedRow>
    {
        public void Configure(EntityTypeBuilder<FeedRow> builder)
        {
            builder.ToTable("feed");
            builder.Property(r => r.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            builder.Property(r => r.Kind).HasColumnName("kind").HasConversion<short>();
            builder.Property(r => r.Key).HasColumnName("key");
            builder.Property(r => r.Epoch).HasColumnName("epoch");
            builder.Property(r => r.Until).HasColumnName("until");
            builder.Property(r => r.TransactionId).HasColumnName("xid").HasColumnType("xid8")
                .HasDefaultValueSql("pg_current_xact_id()").ValueGeneratedOnAdd();
            builder.HasIndex(r => r.TransactionId).HasDatabaseName("feed_xid");
            builder.HasIndex(r => r.Until).HasDatabaseName("feed_until");
        }
    }
}
