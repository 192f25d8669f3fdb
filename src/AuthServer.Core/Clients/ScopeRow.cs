using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>A declared scope at rest.</summary>
internal sealed class ScopeRow
{
    private ScopeRow()
    {
    }

    public string Name { get; private set; } = "";

    public string Description { get; private set; } = "";

    public string[] Resources { get; private set; } = [];

    public string[] Claims { get; private set; } = [];

    public long Version { get; private set; }

    public static ScopeRow Create(Scope scope)
    {
        var row = new ScopeRow { Name = scope.Name };
        row.Describe(scope);
        return row;
    }

    public void Describe(Scope scope)
    {
        (Description, Resources, Claims) = (scope.Description, [.. scope.Resources], [.. scope.Claims]);
        Version++;
    }

    public Scope ToScope() => new(Name, Description, Resources, Claims);

    internal sealed class Configuration : IEntityTypeConfiguration<ScopeRow>
    {
        public void Configure(EntityTypeBuilder<ScopeRow> builder)
        {
            builder.ToTable("scopes");
            builder.HasKey(r => r.Name);
            builder.Property(r => r.Name).HasColumnName("name").UseCollation("C");
            builder.Property(r => r.Description).HasColumnName("description");
            builder.Property(r => r.Resources).HasColumnName("resources");
            builder.Property(r => r.Claims).HasColumnName("claims");
            builder.Property(r => r.Version).HasColumnName("version").IsConcurrencyToken();
        }
    }
}
