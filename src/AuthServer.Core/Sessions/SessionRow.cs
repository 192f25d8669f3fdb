using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Sessions;

/// <summary>One sign-in of one person in one place. Ended, never deleted, until nothing can name it any more.</summary>
public sealed class SessionRow
{
    private SessionRow()
    {
    }

    /// <summary>A session that begins.</summary>
    public SessionRow(NewSession wanted, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        Id = Guid.CreateVersion7(now);
        UserId = wanted.UserId;
        UserEpoch = wanted.UserEpoch;
        Kind = wanted.Kind;
        AuthTime = CreatedAt = LastSeenAt = now;
        Methods = [.. wanted.Methods];
        Device = wanted.Device;
        Remembered = wanted.Remembered;
        ExpiresAt = expiresAt;
    }

    /// <summary>The claim <c>sid</c>, before it is made pairwise.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The user's at the beginning; a higher one now ends the session.</summary>
    public long UserEpoch { get; private set; }

    /// <summary>Browser or native.</summary>
    public SessionKind Kind { get; private set; }

    /// <summary>When the person proved who they are.</summary>
    public DateTimeOffset AuthTime { get; private set; }

    /// <summary>How (RFC 8176).</summary>
    public string[] Methods { get; private set; } = [];

    /// <summary>Browser and system in a few words, for "where am I signed in".</summary>
    public string? Device { get; private set; }

    /// <summary>Whether the person asked to stay signed in.</summary>
    public bool Remembered { get; private set; }

    /// <summary>When the row was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The last request, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>The end that no request puts off.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was ended; null: it was not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why.</summary>
    public SessionEnd? EndReason { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<SessionRow>
    {
        public void Configure(EntityTypeBuilder<SessionRow> builder)
        {
            // Room for the next version of a row that was seen again, and vacuumed early, as authorizations are.
            builder.ToTable("sessions").HasStorageParameter("fillfactor", 90)
                .HasStorageParameter("autovacuum_vacuum_scale_factor", 0.05);
            builder.HasKey(s => s.Id);
            builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(s => s.UserId).HasColumnName("user_id");
            builder.Property(s => s.UserEpoch).HasColumnName("user_epoch");
            builder.Property(s => s.Kind).HasColumnName("kind").HasConversion<short>();
            builder.Property(s => s.AuthTime).HasColumnName("auth_time");
            builder.Property(s => s.Methods).HasColumnName("methods");
            builder.Property(s => s.Device).HasColumnName("device").HasMaxLength(200);
            builder.Property(s => s.Remembered).HasColumnName("remembered");
            builder.Property(s => s.CreatedAt).HasColumnName("created_at");
            builder.Property(s => s.LastSeenAt).HasColumnName("last_seen_at");
            builder.Property(s => s.ExpiresAt).HasColumnName("expires_at");
            builder.Property(s => s.EndedAt).HasColumnName("ended_at");
            builder.Property(s => s.EndReason).HasColumnName("end_reason").HasConversion<short?>();
            // A user with sessions cannot vanish under them: what they gave must be ended first.
            builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Restrict);
            builder.HasIndex(s => new { s.UserId, s.CreatedAt }).HasDatabaseName("sessions_user");
            // And sessions_over_at, on least(expires_at, ended_at), for the purge: EF Core knows no indexes on expressions,
            // so a migration writes it.
        }
    }
}
