using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Audit;

/// <summary>An event at rest. Rows are added and never changed, but for the seal, and for personal data that is erased.</summary>
internal sealed class AuditRow
{
    private AuditRow()
    {
    }

    public Guid Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ActorKind ActorKind { get; private set; }

    public string Actor { get; private set; } = "";

    public string? Via { get; private set; }

    public string Action { get; private set; } = "";

    public string TargetKind { get; private set; } = "";

    public string Target { get; private set; } = "";

    /// <summary>JSON: before, after and reason, as far as they are nobody's personal data.</summary>
    public string Detail { get; private set; } = "{}";

    /// <summary>Whose personal data <see cref="Personal"/> is, beside the actor's address.</summary>
    public Guid? Person { get; private set; }

    /// <summary>JSON, as text to keep its bytes; null: none, or erased.</summary>
    public string? Personal { get; private set; }

    /// <summary>Random; goes with <see cref="Personal"/>, so that nobody can guess what stood there.</summary>
    public byte[]? Salt { get; private set; }

    /// <summary>SHA-256 over the salt and the personal data; stays. Null: there never was any.</summary>
    public byte[]? Commitment { get; private set; }

    public static AuditRow Of(AuditEvent happened, PersonalData? personal, string detail, DateTimeOffset now) => new()
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
            // Ids are of their time, so every list is in its order without a sort.
            builder.HasIndex(r => new { r.TargetKind, r.Target, r.Id }).HasDatabaseName("audit_events_target");
            builder.HasIndex(r => new { r.Actor, r.Id }).HasDatabaseName("audit_events_actor");
            builder.HasIndex(r => new { r.Action, r.Id }).HasDatabaseName("audit_events_action");
            builder.HasIndex(r => r.Person).HasDatabaseName("audit_events_person").HasFilter("person IS NOT NULL");
        }
    }
}
