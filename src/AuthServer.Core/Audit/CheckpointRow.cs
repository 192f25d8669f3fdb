using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>A checkpoint at rest: what the log's last event was at some time.</summary>
internal sealed class CheckpointRow
{
    private CheckpointRow()
    {
    }

    /// <summary>Of the event.</summary>
    public long Number { get; private set; }

    /// <summary>Of the event.</summary>
    public byte[] Seal { get; private set; } = [];

    public DateTimeOffset At { get; private set; }

    /// <summary>How many events were sealed since the checkpoint before.</summary>
    public long Count { get; private set; }

    /// <summary>The same, signed: <see cref="CheckpointStatement"/>.</summary>
    public string Statement { get; private set; } = "";

    /// <summary>Whether the events up to here were deleted because their time was over.</summary>
    public bool IsHorizon { get; private set; }

    public int KeyId { get; private set; }

    /// <summary><see cref="AuditMacs.ProofOf(CheckpointRow)"/>.</summary>
    public byte[] Proof { get; private set; } = [];

    /// <summary>Everything, in the order that <see cref="Read"/> reads it.</summary>
    public const string Columns = "number, seal, at, count, statement, is_horizon, key_id, proof";

    public static CheckpointRow Of(AuditPlace place, long count, string statement, DateTimeOffset at, AuditMacs macs)
    {
        var row = new CheckpointRow { Number = place.Number, Seal = place.Seal, At = at, Count = count, Statement = statement };
        return row.Proven(macs);
    }

    public static CheckpointRow Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Seal = row.GetFieldValue<byte[]>(1),
        At = row.GetFieldValue<DateTimeOffset>(2),
        Count = row.GetInt64(3),
        Statement = row.GetString(4),
        IsHorizon = row.GetBoolean(5),
        KeyId = row.GetInt32(6),
        Proof = row.GetFieldValue<byte[]>(7),
    };

    /// <summary>What is up to here may be deleted, and is not missed.</summary>
    public CheckpointRow AsHorizon(AuditMacs macs)
    {
        IsHorizon = true;
        return Proven(macs);
    }

    private CheckpointRow Proven(AuditMacs macs)
    {
        KeyId = macs.CurrentKey;
        Proof = macs.ProofOf(this);
        return this;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<CheckpointRow>
    {
        public void Configure(EntityTypeBuilder<CheckpointRow> builder)
        {
            builder.ToTable("audit_checkpoints");
            builder.HasKey(r => r.Number);
            builder.Property(r => r.Number).HasColumnName("number").ValueGeneratedNever();
            builder.Property(r => r.Seal).HasColumnName("seal");
            builder.Property(r => r.At).HasColumnName("at");
            builder.Property(r => r.Count).HasColumnName("count");
            builder.Property(r => r.Statement).HasColumnName("statement");
            builder.Property(r => r.IsHorizon).HasColumnName("is_horizon");
            builder.Property(r => r.KeyId).HasColumnName("key_id");
            builder.Property(r => r.Proof).HasColumnName("proof");
        }
    }
}
