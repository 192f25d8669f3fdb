using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Declarations;

/// <summary>A declared form that was applied once, and therefore never again.</summary>
internal sealed class AppliedFormRow
{
    private AppliedFormRow()
    {
    }

    public string Kind { get; private set; } = "";

    public string Key { get; private set; } = "";

    /// <summary>Keyed, as forms hold secrets.</summary>
    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset AppliedAt { get; private set; }

    public static AppliedFormRow Create(string kind, string key, byte[] hash, DateTimeOffset now) =>
        new() { Kind = kind, Key = key, Hash = hash, AppliedAt = now };

    internal sealed class Configuration : IEntityTypeConfiguration<AppliedFormRow>
    {
        public void Configure(EntityTypeBuilder<AppliedFormRow> builder)
        {
            builder.ToTable("applied_forms");
            builder.HasKey(r => new { r.Kind, r.Key, r.Hash });
            builder.Property(r => r.Kind).HasColumnName("kind");
            builder.Property(r => r.Key).HasColumnName("key");
            builder.Property(r => r.Hash).HasColumnName("hash");
            builder.Property(r => r.AppliedAt).HasColumnName("applied_at");
        }
    }
}
