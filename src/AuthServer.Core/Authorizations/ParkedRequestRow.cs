using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>An authorization request that waits for a page.</summary>
public sealed class ParkedRequestRow
{
    /// <summary>SHA-256 of the handle.</summary>
    public byte[] HandleHash { get; private set; } = [];

    /// <summary>SHA-256 of the browser's binding id; null until a browser comes for it.</summary>
    public byte[]? BrowserHash { get; private set; }

    /// <summary>The request, form-encoded, as it came.</summary>
    public string Parameters { get; private set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Gone from then on.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The consent page's answer; null until there is one.</summary>
    public bool? Denied { get; private set; }

    /// <summary>Who answered.</summary>
    public Guid? DecidedBy { get; private set; }

    /// <summary>In which session.</summary>
    public Guid? DecidedIn { get; private set; }

    /// <summary>What was left ticked.</summary>
    public string[]? Scopes { get; private set; }

    /// <summary>When its client was answered: once.</summary>
    public DateTimeOffset? ConsumedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ParkedRequestRow>
    {
        public void Configure(EntityTypeBuilder<ParkedRequestRow> builder)
        {
            builder.ToTable("parked_requests");
            builder.HasKey(r => r.HandleHash);
            builder.Property(r => r.HandleHash).HasColumnName("handle_hash");
            builder.Property(r => r.BrowserHash).HasColumnName("browser_hash");
            builder.Property(r => r.Parameters).HasColumnName("parameters");
            builder.Property(r => r.ReceivedAt).HasColumnName("received_at");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.Property(r => r.Denied).HasColumnName("denied");
            builder.Property(r => r.DecidedBy).HasColumnName("decided_by");
            builder.Property(r => r.DecidedIn).HasColumnName("decided_in");
            builder.Property(r => r.Scopes).HasColumnName("scopes");
            builder.Property(r => r.ConsumedAt).HasColumnName("consumed_at");
            builder.HasIndex(r => r.ExpiresAt).HasDatabaseName("parked_requests_expires_at");
        }
    }
}
