using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>An authorization request that a client pushed.</summary>
public sealed class PushedRequestRow
{
    /// <summary>SHA-256 of the handle.</summary>
    public byte[] HandleHash { get; private set; } = [];

    /// <summary>Whose it is.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>The request, form-encoded, without what proved the client.</summary>
    public string Parameters { get; private set; } = "";

    /// <summary>No browser may bring it from then on.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When its client was answered: once.</summary>
    public DateTimeOffset? ConsumedAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<PushedRequestRow>
    {
        public void Configure(EntityTypeBuilder<PushedRequestRow> builder)
        {
            builder.ToTable("pushed_requests");
            builder.HasKey(r => r.HandleHash);
            builder.Property(r => r.HandleHash).HasColumnName("handle_hash");
            builder.Property(r => r.ClientId).HasColumnName("client_id");
            builder.Property(r => r.Parameters).HasColumnName("parameters");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.Property(r => r.ConsumedAt).HasColumnName("consumed_at");
            builder.HasIndex(r => r.ExpiresAt).HasDatabaseName("pushed_requests_expires_at");
        }
    }
}
