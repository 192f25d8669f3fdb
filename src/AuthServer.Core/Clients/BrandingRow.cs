using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>The branding at rest: one row or none.</summary>
internal sealed class BrandingRow
{
    public const int OnlyId = 1;

    private BrandingRow()
    {
    }

    public int Id { get; private set; } = OnlyId;

    public string Name { get; private set; } = "";

    public string? LogoUri { get; private set; }

    public string? AccentColor { get; private set; }

    public string? SupportUri { get; private set; }

    public long Version { get; private set; }

    public static BrandingRow Create(Branding branding)
    {
        var row = new BrandingRow();
        row.Change(branding);
        return row;
    }

    public void Change(Branding branding)
    {
        (Name, LogoUri, AccentColor, SupportUri) =
            (branding.Name, branding.LogoUri, branding.AccentColor, branding.SupportUri);
        Version++;
    }

    public Branding ToBranding() =>
        new() { Name = Name, LogoUri = LogoUri, AccentColor = AccentColor, SupportUri = SupportUri };

    internal sealed class Configuration : IEntityTypeConfiguration<BrandingRow>
    {
        public void Configure(EntityTypeBuilder<BrandingRow> builder)
        {
            builder.ToTable("branding", t => t.HasCheckConstraint("branding_one", "id = 1"));
            builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(r => r.Name).HasColumnName("name");
            builder.Property(r => r.LogoUri).HasColumnName("logo_uri");
            builder.Property(r => r.AccentColor).HasColumnName("accent_color");
            builder.Property(r => r.SupportUri).HasColumnName("support_uri");
            builder.Property(r => r.Version).HasColumnName("version").IsConcurrencyToken();
        }
    }
}
