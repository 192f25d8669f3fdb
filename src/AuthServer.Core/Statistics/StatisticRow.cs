using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Statistics;

/// <summary>How often something happened in an hour, over all nodes.</summary>
internal sealed class StatisticRow
{
    private StatisticRow()
    {
    }

    /// <summary>When the hour began.</summary>
    public DateTimeOffset Bucket { get; private set; }

    /// <summary>One of <see cref="StatisticName"/>.</summary>
    public string Name { get; private set; } = "";

    public long Count { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<StatisticRow>
    {
        public void Configure(EntityTypeBuilder<StatisticRow> builder)
        {
            builder.ToTable("statistics");
            builder.HasKey(s => new { s.Bucket, s.Name });
            builder.Property(s => s.Bucket).HasColumnName("bucket");
            builder.Property(s => s.Name).HasColumnName("name").UseCollation("C");
            builder.Property(s => s.Count).HasColumnName("count");
        }
    }
}
