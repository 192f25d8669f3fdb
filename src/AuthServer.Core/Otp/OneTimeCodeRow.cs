using AuthServer.Core.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Otp;

/// <summary>A <see cref="CodeState"/> at rest. Read and written by <see cref="CodeRows"/>; here for its shape.</summary>
internal sealed class OneTimeCodeRow
{
    private OneTimeCodeRow()
    {
    }

    public CodePurpose Purpose { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>No foreign key: what counts against an address outlives who has it.</summary>
    public Guid? UserId { get; private set; }

    public MessageChannel? Channel { get; private set; }

    public string? Target { get; private set; }

    public long? KeyId { get; private set; }

    public byte[]? CodeHash { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public byte[]? LinkHash { get; private set; }

    public DateTimeOffset? LinkExpiresAt { get; private set; }

    public DateTimeOffset? CountedSince { get; private set; }

    public int Attempts { get; private set; }

    public int Sends { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset TouchedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<OneTimeCodeRow>
    {
        public void Configure(EntityTypeBuilder<OneTimeCodeRow> builder)
        {
            builder.ToTable("one_time_codes");
            builder.HasKey(r => new { r.Purpose, r.Key });
            builder.Property(r => r.Purpose).HasColumnName("purpose").HasConversion<short>();
            builder.Property(r => r.Key).HasColumnName("key").UseCollation("C");
            builder.Property(r => r.UserId).HasColumnName("user_id");
            builder.Property(r => r.Channel).HasColumnName("channel").HasConversion<short?>();
            builder.Property(r => r.Target).HasColumnName("target");
            builder.Property(r => r.KeyId).HasColumnName("key_id");
            builder.Property(r => r.CodeHash).HasColumnName("code_hash");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.Property(r => r.LinkHash).HasColumnName("link_hash");
            builder.Property(r => r.LinkExpiresAt).HasColumnName("link_expires_at");
            builder.Property(r => r.CountedSince).HasColumnName("counted_since");
            builder.Property(r => r.Attempts).HasColumnName("attempts");
            builder.Property(r => r.Sends).HasColumnName("sends");
            builder.Property(r => r.SentAt).HasColumnName("sent_at");
            builder.Property(r => r.TouchedAt).HasColumnName("touched_at");
            builder.HasIndex(r => r.LinkHash).HasDatabaseName("one_time_codes_link").IsUnique();
            builder.HasIndex(r => r.UserId).HasDatabaseName("one_time_codes_user");
            builder.HasIndex(r => r.TouchedAt).HasDatabaseName("one_time_codes_touched_at");
        }
    }
}
