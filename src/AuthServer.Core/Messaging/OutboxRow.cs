using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Messaging;

/// <summary>A message at rest. It is written by <see cref="Outbox"/> and moved on by the queue.</summary>
internal sealed class OutboxRow
{
    private OutboxRow()
    {
    }

    /// <summary>Also the left half of its Message-ID, which therefore is the same however often it is sent.</summary>
    public Guid Id { get; private set; }

    public MessageKind Kind { get; private set; }

    public MessageChannel Channel { get; private set; }

    public string Recipient { get; private set; } = "";

    /// <summary>No foreign key: the notice of a deletion outlives the account.</summary>
    public Guid? UserId { get; private set; }

    public string? Locale { get; private set; }

    /// <summary>The sealed <see cref="MessagePayload"/>; null once nobody needs it.</summary>
    public string? Payload { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Lower goes first: see <see cref="MessagePriority"/>.</summary>
    public short Priority { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Not before; while a sender holds the lease, the end of that.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>How often somebody set out to send it.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often it failed and the provider was not to blame.</summary>
    public int Failures { get; private set; }

    /// <summary>Until when its sender may mark it; null: nobody is sending it.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Rises with each lease: a mark that names an older one comes too late.</summary>
    public long Lease { get; private set; }

    public MessageState State { get; private set; }

    /// <summary>What went wrong last: an answer's code and our words for it; no address, nothing secret.</summary>
    public string? LastError { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OutboxRow>
    {
        public void Configure(EntityTypeBuilder<OutboxRow> builder)
        {
            builder.ToTable("outbox");
            builder.HasKey(m => m.Id);
            builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(m => m.Kind).HasColumnName("kind").HasConversion<short>();
            builder.Property(m => m.Channel).HasColumnName("channel").HasConversion<short>();
            builder.Property(m => m.Recipient).HasColumnName("recipient");
            builder.Property(m => m.UserId).HasColumnName("user_id");
            builder.Property(m => m.Locale).HasColumnName("locale");
            builder.Property(m => m.Payload).HasColumnName("payload");
            builder.Property(m => m.ExpiresAt).HasColumnName("expires_at");
            builder.Property(m => m.Priority).HasColumnName("priority");
            builder.Property(m => m.CreatedAt).HasColumnName("created_at");
            builder.Property(m => m.NextAttemptAt).HasColumnName("next_attempt_at");
            builder.Property(m => m.Attempts).HasColumnName("attempts");
            builder.Property(m => m.Failures).HasColumnName("failures");
            builder.Property(m => m.LeaseUntil).HasColumnName("lease_until");
            builder.Property(m => m.Lease).HasColumnName("lease");
            builder.Property(m => m.State).HasColumnName("state").HasConversion<short>();
            builder.Property(m => m.LastError).HasColumnName("last_error").HasMaxLength(200);
            builder.Property(m => m.SentAt).HasColumnName("sent_at");
            // The queue is short even where the table is long.
            builder.HasIndex(m => new { m.Channel, m.Priority, m.NextAttemptAt }).HasDatabaseName("outbox_queue")
                .HasFilter("state = 1");
            builder.HasIndex(m => m.ExpiresAt).HasDatabaseName("outbox_expires_at").HasFilter("payload IS NOT NULL");
            builder.HasIndex(m => m.CreatedAt).HasDatabaseName("outbox_created_at");
        }
    }
}
