using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>What hangs on a user, as Identity's store expects it: claims, external logins, tokens, passkeys.</summary>
internal sealed class UserPartsConfiguration : IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    private const int MaxKeyLength = 128;

    // Identity's own schema allows what WebAuthn's allows (Web Authentication Level 3 §4, "Credential ID").
    private const int MaxCredentialIdLength = 1024;

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("user_claims");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).HasColumnName("id");
        builder.Property(c => c.UserId).HasColumnName("user_id");
        builder.Property(c => c.ClaimType).HasColumnName("claim_type");
        builder.Property(c => c.ClaimValue).HasColumnName("claim_value");
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("user_logins");
        builder.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        builder.Property(l => l.LoginProvider).HasColumnName("login_provider").HasMaxLength(MaxKeyLength);
        builder.Property(l => l.ProviderKey).HasColumnName("provider_key").HasMaxLength(MaxKeyLength);
        builder.Property(l => l.ProviderDisplayName).HasColumnName("provider_display_name");
        builder.Property(l => l.UserId).HasColumnName("user_id");
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("user_tokens");
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.Property(t => t.UserId).HasColumnName("user_id");
        builder.Property(t => t.LoginProvider).HasColumnName("login_provider").HasMaxLength(MaxKeyLength);
        builder.Property(t => t.Name).HasColumnName("name").HasMaxLength(MaxKeyLength);
        builder.Property(t => t.Value).HasColumnName("value");
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("user_passkeys");
        builder.HasKey(p => p.CredentialId);
        builder.Property(p => p.CredentialId).HasColumnName("credential_id").HasMaxLength(MaxCredentialIdLength);
        builder.Property(p => p.UserId).HasColumnName("user_id");
        builder.OwnsOne(p => p.Data, data => data.ToJson("data"));
    }
}
