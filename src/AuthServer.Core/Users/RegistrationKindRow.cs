using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Users;

/// <summary>A way to register, at rest.</summary>
internal sealed class RegistrationKindRow
{
    private RegistrationKindRow()
    {
    }

    public string Kind { get; private set; } = "";

    public string Role { get; private set; } = "";

    public string[] Require { get; private set; } = [];

    /// <summary>The first is the default one; what no file puts in order comes last.</summary>
    public int Position { get; private set; } = int.MaxValue;

    public static RegistrationKindRow Create(RegistrationKind kind)
    {
        var row = new RegistrationKindRow { Kind = kind.Kind };
        row.Describe(kind);
        return row;
    }

    public void Describe(RegistrationKind kind) => (Role, Require) = (kind.Role, [.. kind.Require]);

    public void MoveTo(int position) => Position = position;

    public RegistrationKind ToKind() => new(Kind, Role, Require);

    internal sealed class Configuration : IEntityTypeConfiguration<RegistrationKindRow>
    {
        public void Configure(EntityTypeBuilder<RegistrationKindRow> builder)
        {
            builder.ToTable("registration_kinds");
            builder.HasKey(r => r.Kind);
            builder.Property(r => r.Kind).HasColumnName("kind");
            builder.Property(r => r.Role).HasColumnName("role");
            builder.Property(r => r.Require).HasColumnName("require");
            builder.Property(r => r.Position).HasColumnName("position");
        }
    }
}
