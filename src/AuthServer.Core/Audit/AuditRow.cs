using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>An event at rest. Rows are added and never changed, but for personal data that is erased.</summary>
internal sealed class AuditRow
{
    private AuditRow()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>By the clock of the node that wrote it, in microseconds: for people. The number decides the order.</summary>
    public DateTimeOffset At { get; private set; }

    public ActorKind ActorKind { get; private set; }

    public string Actor { get; private set; } = "";

    public string? Via { get; private set; }

    public string Action { get; private set; } = "";

    public string TargetKind { get; private set; } = "";

    public string Target { get; private set; } = "";

    /// <summary>JSON: <see cref="AuditContent"/>, as far as it is nobody's personal data.</summary>
    public string Detail { get; private set; } = "{}";

    /// <summary>Whose personal data <see cref="Personal"/> is, beside the actor's address.</summary>
    public Guid? Person { get; private set; }

    /// <summary>JSON, as text to keep its bytes; null: none, or erased.</summary>
    public string? Personal { get; private set; }

    /// <summary>Random; goes with <see cref="Personal"/>, so that nobody can guess what stood there.</summary>
    public byte[]? Salt { get; private set; }

    /// <summary>SHA-256 over the salt and the personal data; stays. Null: there never was any.</summary>
    public byte[]? Commitment { get; private set; }

    /// <summary>Which key made the proof.</summary>
    public int KeyId { get; private set; }

    /// <summary><see cref="AuditMacs.ProofOf(AuditRow)"/>, of whoever wrote the event.</summary>
    public byte[] Proof { get; private set; } = [];

    /// <summary>Its place in the order of events. Null: not sealed yet.</summary>
    public SealRow? Seal { get; private set; }

    /// <summary>Everything, in the order that <see cref="Read"/> reads it.</summary>
    public const string Columns =
        $"""
        id, at, actor_kind, actor, via, action, target_kind, target, detail, person, personal, salt, commitment, key_id, proof,
        {SealRow.Columns}
        """;

    /// <summary>What <see cref="Columns"/> are read from.</summary>
    public const string Tables = "audit_events LEFT JOIN audit_seals ON event = id";

    public static AuditRow Of(AuditEvent happened, PersonalData? personal, string detail, DateTimeOffset now, AuditMacs macs)
    {
        var row = Of(happened, personal, detail, now);
        row.KeyId = macs.CurrentKey;
        row.Proof = macs.ProofOf(row);
        return row;
    }

    public static AuditRow Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        At = row.GetFieldValue<DateTimeOffset>(1),
        ActorKind = (ActorKind)row.GetInt16(2),
        Actor = row.GetString(3),
        Via = row.Find<string>(4),
        Action = row.GetString(5),
        TargetKind = row.GetString(6),
        Target = row.GetString(7),
        Detail = row.GetString(8),
        Person = row.IsDBNull(9) ? null : row.GetGuid(9),
        Personal = row.Find<string>(10),
        Salt = row.Find<byte[]>(11),
        Commitment = row.Find<byte[]>(12),
        KeyId = row.GetInt32(13),
        Proof = row.GetFieldValue<byte[]>(14),
        Seal = SealOf(row),
    };

    /// <summary>The seal alone, also where the event is not there. Null: there is none.</summary>
    public static SealRow? SealOf(NpgsqlDataReader row) => SealRow.Find(row, 15);

    private static AuditRow Of(AuditEvent happened, PersonalData? personal, string detail, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        ActorKind = happened.By.Kind,
        Actor = happened.By.Id,
        Via = happened.By.Via,
        Action = happened.Action,
        TargetKind = happened.TargetKind,
        Target = happened.Target,
        Detail = detail,
        Person = happened.Person,
        Personal = personal?.Json,
        Salt = personal?.Salt,
        Commitment = personal?.Commitment,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<AuditRow>
    {
        public void Configure(EntityTypeBuilder<AuditRow> builder)
        {
            builder.ToTable("audit_events");
            builder.HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(r => r.At).HasColumnName("at");
            builder.Property(r => r.ActorKind).HasColumnName("actor_kind").HasConversion<short>();
            builder.Property(r => r.Actor).HasColumnName("actor").UseCollation("C");
            builder.Property(r => r.Via).HasColumnName("via");
            builder.Property(r => r.Action).HasColumnName("action").UseCollation("C");
            builder.Property(r => r.TargetKind).HasColumnName("target_kind").UseCollation("C");
            builder.Property(r => r.Target).HasColumnName("target").UseCollation("C");
            builder.Property(r => r.Detail).HasColumnName("detail");
            builder.Property(r => r.Person).HasColumnName("person");
            builder.Property(r => r.Personal).HasColumnName("personal");
            builder.Property(r => r.Salt).HasColumnName("salt");
            builder.Property(r => r.Commitment).HasColumnName("commitment");
            builder.Property(r => r.KeyId).HasColumnName("key_id");
            builder.Property(r => r.Proof).HasColumnName("proof");
            builder.Ignore(r => r.Seal);
            // Ids are of their time, so every list is in its order without a sort.
            builder.HasIndex(r => new { r.TargetKind, r.Target, r.Id }).HasDatabaseName("audit_events_target");
            builder.HasIndex(r => new { r.Actor, r.Id }).HasDatabaseName("audit_events_actor");
            builder.HasIndex(r => new { r.Action, r.Id }).HasDatabaseName("audit_events_action");
            builder.HasIndex(r => r.Person).HasDatabaseName("audit_events_person").HasFilter("person IS NOT NULL");
        }
    }
}
