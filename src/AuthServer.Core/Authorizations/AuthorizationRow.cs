using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// What a person gave a client: one row a redeemed code. Its refresh tokens are derived from it and stored nowhere.
/// </summary>
public sealed class AuthorizationRow
{
    /// <summary>The id that stood in the code.</summary>
    public Guid Id { get; private set; }

    /// <summary>Which try made the row: how a node knows its own INSERT again after a broken connection.</summary>
    public Guid AttemptId { get; private set; }

    /// <summary>Who gave.</summary>
    public Guid UserId { get; private set; }

    /// <summary>To whom.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>In which session.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>What.</summary>
    public string[] Scopes { get; private set; } = [];

    /// <summary>For which APIs, where the request named them.</summary>
    public string[] Resources { get; private set; } = [];

    /// <summary>When the person had last proved who they are.</summary>
    public DateTimeOffset AuthTime { get; private set; }

    /// <summary>How.</summary>
    public string[] Methods { get; private set; } = [];

    /// <summary>The claim <c>acr</c>, where the client asked to hear of it.</summary>
    public string? Acr { get; private set; }

    /// <summary>Claims that the client asked for by name, as AskedClaims writes them; null: none.</summary>
    public string? Claims { get; private set; }

    /// <summary>32 random bytes; a refresh token shows that it stems from them.</summary>
    public byte[] Seed { get; private set; } = [];

    /// <summary>Of the refresh token that is good now; from 1.</summary>
    public int Generation { get; private set; }

    /// <summary>The ring's key that made it.</summary>
    public long KeyId { get; private set; }

    /// <summary>When this generation began.</summary>
    public DateTimeOffset RotatedAt { get; private set; }

    /// <summary>When the one before began; null in the first two.</summary>
    public DateTimeOffset? PreviouslyRotatedAt { get; private set; }

    /// <summary>From then on refresh tokens are refused; each use puts it off.</summary>
    public DateTimeOffset RefreshExpiresAt { get; private set; }

    /// <summary>What no use puts off.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>
    /// When the purge looks at the row next. A use puts <see cref="RefreshExpiresAt"/> off and leaves this alone: were
    /// there an index on what each use changes, no rotation could be HOT. The purge puts it off when it has come too early.
    /// </summary>
    public DateTimeOffset SweepAt { get; private set; }

    /// <summary>The epochs at the time of the code.</summary>
    public long UserEpoch { get; private set; }

    /// <inheritdoc cref="UserEpoch"/>
    public long ClientEpoch { get; private set; }

    /// <inheritdoc cref="UserEpoch"/>
    public long ServerEpoch { get; private set; }

    /// <summary>When the row was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it ended; it is never deleted before its code and its tokens are past.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why.</summary>
    public string? EndReason { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuthorizationRow>
    {
        public void Configure(EntityTypeBuilder<AuthorizationRow> builder)
        {
            // Room on each page for the next version of a row: rotation then touches no index (HOT).
            // Vacuumed after a twentieth of the rows, not after a fifth: of ten millions that would be two. Not analyzed more
            // often than others: while that goes on, no old version of a row makes room for a new one.
            builder.ToTable("authorizations").HasStorageParameter("fillfactor", 80)
                .HasStorageParameter("autovacuum_vacuum_scale_factor", 0.05);
            builder.HasKey(a => a.Id);
            builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(a => a.AttemptId).HasColumnName("attempt_id");
            builder.Property(a => a.UserId).HasColumnName("user_id");
            builder.Property(a => a.ClientId).HasColumnName("client_id");
            builder.Property(a => a.SessionId).HasColumnName("session_id");
            builder.Property(a => a.Scopes).HasColumnName("scopes");
            builder.Property(a => a.Resources).HasColumnName("resources");
            builder.Property(a => a.AuthTime).HasColumnName("auth_time");
            builder.Property(a => a.Methods).HasColumnName("methods");
            builder.Property(a => a.Acr).HasColumnName("acr");
            builder.Property(a => a.Claims).HasColumnName("claims");
            builder.Property(a => a.Seed).HasColumnName("seed");
            builder.Property(a => a.Generation).HasColumnName("generation");
            builder.Property(a => a.KeyId).HasColumnName("key_id");
            builder.Property(a => a.RotatedAt).HasColumnName("rotated_at");
            builder.Property(a => a.PreviouslyRotatedAt).HasColumnName("previously_rotated_at");
            builder.Property(a => a.RefreshExpiresAt).HasColumnName("refresh_expires_at");
            builder.Property(a => a.ExpiresAt).HasColumnName("expires_at");
            builder.Property(a => a.SweepAt).HasColumnName("sweep_at");
            builder.Property(a => a.UserEpoch).HasColumnName("user_epoch");
            builder.Property(a => a.ClientEpoch).HasColumnName("client_epoch");
            builder.Property(a => a.ServerEpoch).HasColumnName("server_epoch");
            builder.Property(a => a.CreatedAt).HasColumnName("created_at");
            builder.Property(a => a.EndedAt).HasColumnName("ended_at");
            builder.Property(a => a.EndReason).HasColumnName("end_reason");
            builder.HasIndex(a => new { a.UserId, a.ClientId }).HasDatabaseName("authorizations_user_client");
            builder.HasIndex(a => a.SessionId).HasDatabaseName("authorizations_session");
            builder.HasIndex(a => a.SweepAt).HasDatabaseName("authorizations_sweep_at");
        }
    }
}
