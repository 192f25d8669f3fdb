using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Audit;

/// <summary>That an event waits for its seal. The table of events adds these rows by itself, the sealer takes them away.</summary>
internal sealed class UnsealedRow
{
    private UnsealedRow()
    {
    }

    /// <summary>The event's.</summary>
    public Guid Id { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<UnsealedRow>
    {
        public void Configure(EntityTypeBuilder<UnsealedRow> builder)
        {
            builder.ToTable("audit_unsealed");
            builder.HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        }
    }
}
