using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Keys;

/// <summary>A key of ASP.NET Core's Data Protection; its secret part is wrapped.</summary>
internal sealed class DataProtectionKeyRow
{
    public string Name { get; private set; } = "";

    public string Xml { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Wraps its secrets under the current secret where an earlier one did.</summary>
    public void Rewrap(KeyWrap wrap)
    {
        var key = XElement.Parse(Xml);
        var outdated = key.Descendants(XmlWrapper.ElementName)
            .Where(e => wrap.IsOutdated(Convert.FromBase64String(e.Value))).ToList();
        foreach (var element in outdated)
        {
            var xml = wrap.Unwrap(Convert.FromBase64String(element.Value), XmlWrapper.Context);
            element.Value = Convert.ToBase64String(wrap.Wrap(xml, XmlWrapper.Context));
        }

        if (outdated.Count > 0)
            Xml = key.ToString(SaveOptions.DisableFormatting);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<DataProtectionKeyRow>
    {
        public void Configure(EntityTypeBuilder<DataProtectionKeyRow> builder)
        {
            builder.ToTable("data_protection_keys");
            builder.HasKey(r => r.Name);
            builder.Property(r => r.Name).HasColumnName("name");
            builder.Property(r => r.Xml).HasColumnName("xml");
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
        }
    }
}
