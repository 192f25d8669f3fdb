using AuthServer.Core.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// A webhook is to be told of an event. Written with the event itself; no foreign key: a webhook that is being removed must
/// not make the event fail.
/// </summary>
internal sealed class WebhookDeliveryRow
{
    private WebhookDeliveryRow()
    {
    }

    /// <summary><c>webhook-id</c>: the same however often it is sent.</summary>
    public Guid Id { get; private set; }

    public Guid WebhookId { get; private set; }

    /// <summary>The event's type.</summary>
    public string Event { get; private set; } = "";

    /// <summary>The body, as text to keep its bytes.</summary>
    public string Payload { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Not before; while somebody holds the lease, the end of that.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>How often somebody set out to send it.</summary>
    public int Attempts { get; private set; }

    /// <summary>Until when whoever sends it may mark it; null: nobody does.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Rises with each lease: a mark that names an older one comes too late.</summary>
    public long Lease { get; private set; }

    public DeliveryState State { get; private set; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public short? Status { get; private set; }

    /// <summary>What went wrong last, in our words.</summary>
    public string? LastError { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public static WebhookDeliveryRow Of(Guid webhookId, string type, string payload, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        WebhookId = webhookId,
        Event = type,
        Payload = payload,
        CreatedAt = now,
        NextAttemptAt = now,
        State = DeliveryState.Owed,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<WebhookDeliveryRow>
    {
        public void Configure(EntityTypeBuilder<WebhookDeliveryRow> builder)
        {
            builder.ToTable("webhook_deliveries");
            builder.HasKey(d => d.Id);
            builder.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(d => d.WebhookId).HasColumnName("webhook_id");
            builder.Property(d => d.Event).HasColumnName("event").UseCollation("C");
            builder.Property(d => d.Payload).HasColumnName("payload");
            builder.Property(d => d.CreatedAt).HasColumnName("created_at");
            builder.Property(d => d.NextAttemptAt).HasColumnName("next_attempt_at");
            builder.Property(d => d.Attempts).HasColumnName("attempts");
            builder.Property(d => d.LeaseUntil).HasColumnName("lease_until");
            builder.Property(d => d.Lease).HasColumnName("lease");
            builder.Property(d => d.State).HasColumnName("state").HasConversion<short>();
            builder.Property(d => d.Status).HasColumnName("status");
            builder.Property(d => d.LastError).HasColumnName("last_error").HasMaxLength(200);
            builder.Property(d => d.DeliveredAt).HasColumnName("delivered_at");
            // The queue is short even where the table is long.
            builder.HasIndex(d => d.NextAttemptAt).HasDatabaseName("webhook_deliveries_queue").HasFilter("state = 1");
            builder.HasIndex(d => new { d.WebhookId, d.Id }).HasDatabaseName("webhook_deliveries_webhook");
            builder.HasIndex(d => d.CreatedAt).HasDatabaseName("webhook_deliveries_created_at");
        }
    }
}
