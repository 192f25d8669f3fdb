using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Declarations;

/// <summary>A provider at rest.</summary>
internal sealed class DeclaredObjectRow
{
    private DeclaredObjectRow()
    {
    }

    public string Kind { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string Document { get; private set; } = "{}";

    /// <summary>Sealed by the key ring; null: none.</summary>
    public byte[]? Secret { get; private set; }

    /// <summary>Pages offer them in this order.</summary>
    public int Position { get; private set; }

    public static DeclaredObjectRow Create(string kind, string key) => new() { Kind = kind, Key = key };

    public void Describe(string document) => Document = document;

    public void MoveTo(int position) => Position = position;

    public void KeepSecret(byte[]? secret) => Secret = secret;

    internal sealed class Configuration : IEntityTypeConfiguration<DeclaredObjectRow>
    {
        public void Configure(EntityTypeBuilder<DeclaredObjectRow> builder)
        {
            builder.ToTable("declared_objects");
            builder.HasKey(r => new { r.Kind, r.Key });
            builder.Property(r => r.Kind).HasColumnName("kind");
            builder.Property(r => r.Key).HasColumnName("key");
            builder.Property(r => r.Document).HasColumnName("document").HasColumnType("jsonb");
            builder.Property(r => r.Secret).HasColumnName("secret");
            builder.Property(r => r.Position).HasColumnName("position");
        }
    }
}
