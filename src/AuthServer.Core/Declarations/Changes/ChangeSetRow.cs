using System.IO.Compression;
using AuthServer.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>A change set at rest, with the configuration that it led to; the row before holds the one it began with.</summary>
internal sealed class ChangeSetRow
{
    private ChangeSetRow()
    {
    }

    public long Number { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ChangeOrigin Origin { get; private set; }

    public long? RestoredNumber { get; private set; }

    public ActorKind ActorKind { get; private set; }

    public string Actor { get; private set; } = "";

    public string? Via { get; private set; }

    public string? Reason { get; private set; }

    public string Revision { get; private set; } = "";

    /// <summary>The document, gzipped: its bytes come back as they were.</summary>
    public byte[] Document { get; private set; } = [];

    public int Created { get; private set; }

    public int Updated { get; private set; }

    public int Deleted { get; private set; }

    public static ChangeSetRow Of(
        long number, ChangeOrigin origin, Cause cause, ConfigurationDocument after, IReadOnlyList<ObjectChange> changes, DateTimeOffset now) =>
        new()
        {
            Number = number,
            At = now,
            Origin = origin,
            ActorKind = cause.By.Kind,
            Actor = cause.By.Id,
            Via = cause.By.Via,
            Reason = cause.Reason,
            Revision = after.Revision,
            Document = Pack(after.Utf8),
            Created = changes.Count(c => c.Change == ObjectChange.Created),
            Updated = changes.Count(c => c.Change is ObjectChange.Updated or ObjectChange.Reordered),
            Deleted = changes.Count(c => c.Change == ObjectChange.Deleted),
        };

    public ChangeSetRow Restoring(long number)
    {
        RestoredNumber = number;
        return this;
    }

    public ChangeSet ToChangeSet() => new(
        Number, At, Origin, new ChangedBy(ActorKind.ToString().ToLowerInvariant(), Actor, Via), Revision)
    {
        Created = Created,
        Updated = Updated,
        Deleted = Deleted,
        Reason = Reason,
        RestoredNumber = RestoredNumber,
    };

    /// <summary>The document as it was exported then.</summary>
    public byte[] Unpack()
    {
        using var text = new MemoryStream();
        using (var packed = new GZipStream(new MemoryStream(Document), CompressionMode.Decompress))
            packed.CopyTo(text);
        return text.ToArray();
    }

    private static byte[] Pack(ReadOnlyMemory<byte> utf8)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(utf8.Span);
        return packed.ToArray();
    }

    internal sealed class Configuration : IEntityTypeConfiguration<ChangeSetRow>
    {
        public void Configure(EntityTypeBuilder<ChangeSetRow> builder)
        {
            builder.ToTable("configuration_changes");
            builder.HasKey(r => r.Number);
            builder.Property(r => r.Number).HasColumnName("number").ValueGeneratedNever();
            builder.Property(r => r.At).HasColumnName("at");
            builder.Property(r => r.Origin).HasColumnName("origin").HasConversion<short>();
            builder.Property(r => r.RestoredNumber).HasColumnName("restored_number");
            builder.Property(r => r.ActorKind).HasColumnName("actor_kind").HasConversion<short>();
            builder.Property(r => r.Actor).HasColumnName("actor");
            builder.Property(r => r.Via).HasColumnName("via");
            builder.Property(r => r.Reason).HasColumnName("reason");
            builder.Property(r => r.Revision).HasColumnName("revision");
            builder.Property(r => r.Document).HasColumnName("document");
            builder.Property(r => r.Created).HasColumnName("created");
            builder.Property(r => r.Updated).HasColumnName("updated");
            builder.Property(r => r.Deleted).HasColumnName("deleted");
        }
    }
}
