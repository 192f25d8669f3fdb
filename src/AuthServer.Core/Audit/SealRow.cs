using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>
/// The place of an event in the order of events, at rest. Rows of their own: to write into the event's would write the event
/// and all its indexes a second time.
/// </summary>
internal sealed class SealRow
{
    private SealRow()
    {
    }

    /// <summary>From 1, without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>Of the event.</summary>
    public Guid Event { get; private set; }

    /// <summary>Which key made the seal.</summary>
    public int KeyId { get; private set; }

    /// <summary><see cref="AuditMacs.SealOf"/>.</summary>
    public byte[] Seal { get; private set; } = [];

    /// <summary>Everything, in the order that <see cref="Find"/> reads it.</summary>
    public const string Columns = "number, event, seal_key_id, seal";

    /// <param name="first">Where its columns begin.</param>
    /// <returns>Null: the event has none.</returns>
    public static SealRow? Find(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? null
        : new SealRow
        {
            Number = row.GetInt64(first),
            Event = row.GetGuid(first + 1),
            KeyId = row.GetInt32(first + 2),
            Seal = row.GetFieldValue<byte[]>(first + 3),
        };

    internal sealed class Configuration : IEntityTypeConfiguration<SealRow>
    {
        public void Configure(EntityTypeBuilder<SealRow> builder)
        {
            builder.ToTable("audit_seals");
            builder.HasKey(r => r.Number);
            builder.Property(r => r.Number).HasColumnName("number").ValueGeneratedNever();
            builder.Property(r => r.Event).HasColumnName("event");
            builder.Property(r => r.KeyId).HasColumnName("seal_key_id");
            builder.Property(r => r.Seal).HasColumnName("seal");
            builder.HasIndex(r => r.Event).IsUnique().HasDatabaseName("audit_seals_event");
        }
    }
}
