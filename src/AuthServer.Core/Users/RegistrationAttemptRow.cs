using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>One time that somebody registered an address that nobody had proved yet. See <see cref="RegistrationAttempts"/>.</summary>
internal sealed class RegistrationAttemptRow
{
    private RegistrationAttemptRow()
    {
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public string PasswordHash { get; private set; } = "";

    public string Details { get; private set; } = "{}";

    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<RegistrationAttemptRow>
    {
        public void Configure(EntityTypeBuilder<RegistrationAttemptRow> builder)
        {
            builder.ToTable("registration_attempts");
            builder.HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(r => r.UserId).HasColumnName("user_id");
            builder.Property(r => r.PasswordHash).HasColumnName("password_hash");
            builder.Property(r => r.Details).HasColumnName("details").HasColumnType("jsonb");
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
            builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(r => r.UserId).HasDatabaseName("registration_attempts_user");
        }
    }
}
