using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Groups;

/// <summary>A person's own group of mobile numbers, for instance whom to text in an emergency.</summary>
public sealed class GroupRow
{
    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose.</summary>
    public Guid UserId { get; private set; }

    /// <summary>As its owner calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<GroupRow>
    {
        public void Configure(EntityTypeBuilder<GroupRow> builder)
        {
            builder.ToTable("groups");
            builder.HasKey(g => g.Id);
            builder.Property(g => g.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(g => g.UserId).HasColumnName("user_id");
            builder.Property(g => g.Name).HasColumnName("name").HasMaxLength(Group.MaxNameLength);
            builder.Property(g => g.CreatedAt).HasColumnName("created_at");
            builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
            builder.HasIndex(g => new { g.UserId, g.CreatedAt }).HasDatabaseName("groups_user");
        }
    }
}
