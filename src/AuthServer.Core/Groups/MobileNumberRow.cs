using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Groups;

/// <summary>A mobile number in a group.</summary>
public sealed class MobileNumberRow
{
    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>In which group.</summary>
    public Guid GroupId { get; private set; }

    /// <summary>E.164; once in a group.</summary>
    public string PhoneNumber { get; private set; } = "";

    /// <summary>Whose it is, in the owner's words.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When a code that was sent there came back; null: not yet.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<MobileNumberRow>
    {
        public void Configure(EntityTypeBuilder<MobileNumberRow> builder)
        {
            builder.ToTable("group_numbers");
            builder.HasKey(n => n.Id);
            builder.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(n => n.GroupId).HasColumnName("group_id");
            builder.Property(n => n.PhoneNumber).HasColumnName("phone_number").HasMaxLength(16);
            builder.Property(n => n.Name).HasColumnName("name").HasMaxLength(Group.MaxNameLength);
            builder.Property(n => n.VerifiedAt).HasColumnName("verified_at");
            builder.Property(n => n.CreatedAt).HasColumnName("created_at");
            builder.HasOne<GroupRow>().WithMany().HasForeignKey(n => n.GroupId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(n => new { n.GroupId, n.PhoneNumber }).HasDatabaseName("group_numbers_once").IsUnique();
        }
    }
}
