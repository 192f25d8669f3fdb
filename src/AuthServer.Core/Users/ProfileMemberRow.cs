using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>A member that profiles have, at rest.</summary>
internal sealed class ProfileMemberRow
{
    private ProfileMemberRow()
    {
    }

    public string Name { get; private set; } = "";

    public string Type { get; private set; } = "";

    public int? MaxLength { get; private set; }

    public string[] OneOf { get; private set; } = [];

    public string? Scope { get; private set; }

    public string[] Kinds { get; private set; } = [];

    /// <summary>Forms show them in this order; what no file puts in order comes last.</summary>
    public int Position { get; private set; } = int.MaxValue;

    public static ProfileMemberRow Create(ProfileMember member)
    {
        var row = new ProfileMemberRow { Name = member.Name };
        row.Describe(member);
        return row;
    }

    public void Describe(ProfileMember member)
    {
        (Type, MaxLength, Scope) = (member.Type, member.MaxLength, member.Scope);
        (OneOf, Kinds) = ([.. member.OneOf], [.. member.Kinds]);
    }

    public void MoveTo(int position) => Position = position;

    public ProfileMember ToMember() => new()
    {
        Name = Name,
        Type = Type,
        MaxLength = MaxLength,
        OneOf = OneOf,
        Scope = Scope,
        Kinds = Kinds,
    };

    internal sealed class Configuration : IEntityTypeConfiguration<ProfileMemberRow>
    {
        public void Configure(EntityTypeBuilder<ProfileMemberRow> builder)
        {
            builder.ToTable("profile_members");
            builder.HasKey(r => r.Name);
            builder.Property(r => r.Name).HasColumnName("name");
            builder.Property(r => r.Type).HasColumnName("type");
            builder.Property(r => r.MaxLength).HasColumnName("max_length");
            builder.Property(r => r.OneOf).HasColumnName("one_of");
            builder.Property(r => r.Scope).HasColumnName("scope");
            builder.Property(r => r.Kinds).HasColumnName("kinds");
            builder.Property(r => r.Position).HasColumnName("position");
        }
    }
}
