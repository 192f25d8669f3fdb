using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>The users' table: Identity's columns (schema version 3) and ours.</summary>
internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(u => u.Id);
        builder.Property(u => u.Id).HasColumnName("id").ValueGeneratedNever();
        ConfigureNames(builder);
        ConfigureCredentials(builder);
        ConfigureOurs(builder);
        builder.HasMany<IdentityUserClaim<Guid>>().WithOne().HasForeignKey(c => c.UserId).IsRequired();
        builder.HasMany<IdentityUserLogin<Guid>>().WithOne().HasForeignKey(l => l.UserId).IsRequired();
        builder.HasMany<IdentityUserToken<Guid>>().WithOne().HasForeignKey(t => t.UserId).IsRequired();
        builder.HasMany<IdentityUserPasskey<Guid>>().WithOne().HasForeignKey(p => p.UserId).IsRequired();
        builder.HasMany<IdentityUserRole<Guid>>().WithOne().HasForeignKey(r => r.UserId).IsRequired();
    }

    // Keys collate as "C": an upgrade of the system's collations can never make two of them equal.
    private static void ConfigureNames(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.UserName).HasColumnName("user_name").HasMaxLength(256);
        builder.Property(u => u.NormalizedUserName).HasColumnName("normalized_user_name").HasMaxLength(256)
            .UseCollation("C");
        builder.Property(u => u.Email).HasColumnName("email").HasMaxLength(256).IsRequired();
        builder.Property(u => u.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(256).UseCollation("C")
            .IsRequired();
        builder.Property(u => u.EmailConfirmed).HasColumnName("email_verified");
        builder.Property(u => u.PhoneNumber).HasColumnName("phone_number").HasMaxLength(256);
        builder.Property(u => u.PhoneNumberConfirmed).HasColumnName("phone_number_verified");
        builder.HasIndex(u => u.NormalizedUserName).HasDatabaseName("users_normalized_user_name").IsUnique();
        builder.HasIndex(u => u.NormalizedEmail).HasDatabaseName("users_normalized_email").IsUnique();
    }

    private static void ConfigureCredentials(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.PasswordHash).HasColumnName("password_hash");
        builder.Property(u => u.SecurityStamp).HasColumnName("security_stamp");
        builder.Property(u => u.ConcurrencyStamp).HasColumnName("concurrency_stamp").IsConcurrencyToken();
        builder.Property(u => u.TwoFactorEnabled).HasColumnName("two_factor_enabled");
        builder.Property(u => u.LockoutEnabled).HasColumnName("lockout_enabled");
        builder.Property(u => u.LockoutEnd).HasColumnName("lockout_end");
        builder.Property(u => u.AccessFailedCount).HasColumnName("access_failed_count");
    }

    private static void ConfigureOurs(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.Name).HasColumnName("name").HasMaxLength(256);
        builder.Property(u => u.Profile).HasColumnName("profile").HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(u => u.Locale).HasColumnName("locale").HasMaxLength(35);
        builder.Property(u => u.RegistrationKind).HasColumnName("registration_kind").HasMaxLength(64);
        builder.Property(u => u.VerifiesBy).HasColumnName("verifies_by").HasConversion<short>()
            .HasDefaultValue(MessageChannel.Email).HasSentinel(MessageChannel.Email);
        builder.Property(u => u.Epoch).HasColumnName("epoch").HasDefaultValueSql(Epochs.NextSql).ValueGeneratedOnAdd();
        builder.Property(u => u.DisabledAt).HasColumnName("disabled_at");
        builder.Property(u => u.Enabled).HasColumnName("enabled")
            .HasComputedColumnSql("disabled_at IS NULL", stored: true);
        builder.Property(u => u.CreatedAt).HasColumnName("created_at");
        builder.Property(u => u.UpdatedAt).HasColumnName("updated_at");
        // Lists page by creation, newest first.
        builder.HasIndex(u => new { u.CreatedAt, u.Id }).HasDatabaseName("users_created_at");
        // The few that support looks for; in the order of lists.
        builder.HasIndex(u => new { u.CreatedAt, u.Id }, "users_locked").HasFilter("disabled_at IS NOT NULL");
        builder.HasIndex(u => new { u.CreatedAt, u.Id }, "users_email_unverified").HasFilter("NOT email_verified");
        // The few whose registration may go stale.
        builder.HasIndex(u => u.UpdatedAt).HasDatabaseName("users_unverified")
            .HasFilter("NOT email_verified AND NOT phone_number_verified AND registration_kind IS NOT NULL");
    }
}
