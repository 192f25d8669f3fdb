using AuthServer.Core.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Sessions;

/// <summary>
/// A client is to be told that a session ended (OIDC Back-Channel Logout §2.5). Written with the end itself; no foreign
/// keys: it outlives the session's row, and the person's.
/// </summary>
internal sealed class LogoutNoticeRow
{
    private LogoutNoticeRow()
    {
    }

    public Guid Id { get; private set; }

    public string ClientId { get; private set; } = "";

    public Guid UserId { get; private set; }

    public Guid SessionId { get; private set; }

    /// <summary>As the ended session's tokens name us.</summary>
    public string Issuer { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Not before; while somebody holds the lease, the end of that.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>How often somebody set out to deliver it.</summary>
    public int Attempts { get; private set; }

    /// <summary>Until when whoever delivers it may mark it; null: nobody does.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Rises with each lease: a mark that names an older one comes too late.</summary>
    public long Lease { get; private set; }

    public DeliveryState State { get; private set; }

    /// <summary>What went wrong last, in our words.</summary>
    public string? LastError { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public short? Status { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<LogoutNoticeRow>
    {
        public void Configure(EntityTypeBuilder<LogoutNoticeRow> builder)
        {
            builder.ToTable("logout_notices");
            builder.HasKey(n => n.Id);
            builder.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(n => n.ClientId).HasColumnName("client_id").UseCollation("C");
            builder.Property(n => n.UserId).HasColumnName("user_id");
            builder.Property(n => n.SessionId).HasColumnName("session_id");
            builder.Property(n => n.Issuer).HasColumnName("issuer");
            builder.Property(n => n.CreatedAt).HasColumnName("created_at");
            builder.Property(n => n.NextAttemptAt).HasColumnName("next_attempt_at");
            builder.Property(n => n.Attempts).HasColumnName("attempts");
            builder.Property(n => n.LeaseUntil).HasColumnName("lease_until");
            builder.Property(n => n.Lease).HasColumnName("lease");
            builder.Property(n => n.State).HasColumnName("state").HasConversion<short>();
            builder.Property(n => n.LastError).HasColumnName("last_error").HasMaxLength(200);
            builder.Property(n => n.DeliveredAt).HasColumnName("delivered_at");
            builder.Property(n => n.Status).HasColumnName("status");
            builder.HasIndex(n => new { n.SessionId, n.ClientId }).IsUnique().HasDatabaseName("logout_notices_once");
            // The queue is short even where the table is long.
            builder.HasIndex(n => n.NextAttemptAt).HasDatabaseName("logout_notices_queue").HasFilter("state = 1");
            builder.HasIndex(n => n.ClientId).HasDatabaseName("logout_notices_client").HasFilter("state = 1");
            builder.HasIndex(n => n.CreatedAt).HasDatabaseName("logout_notices_created_at");
        }
    }
}
