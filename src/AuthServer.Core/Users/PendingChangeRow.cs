using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>An address or a number that a person wants to have, until a code that was sent there comes back.</summary>
public sealed class PendingChangeRow
{
    /// <summary>Who.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Address or number; at most one of each is pending.</summary>
    public ContactKind Kind { get; private set; }

    /// <summary>As the person wrote the address; E.164.</summary>
    public string Value { get; private set; } = "";

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From then on it counts no more.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<PendingChangeRow>
    {
        public void Configure(EntityTypeBuilder<PendingChangeRow> builder)
        {
            builder.ToTable("pending_changes");
            builder.HasKey(c => new { c.UserId, c.Kind });
            builder.Property(c => c.UserId).HasColumnName("user_id");
            builder.Property(c => c.Kind).HasColumnName("kind").HasConversion<short>();
            builder.Property(c => c.Value).HasColumnName("value").HasMaxLength(EmailAddress.MaxLength);
            builder.Property(c => c.CreatedAt).HasColumnName("created_at");
            builder.Property(c => c.ExpiresAt).HasColumnName("expires_at");
            builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(c => c.ExpiresAt).HasDatabaseName("pending_changes_expires_at");
        }
    }
}
