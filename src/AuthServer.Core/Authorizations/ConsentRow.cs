using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Authorizations;

/// <summary>What a person agreed to for good.</summary>
public sealed class ConsentRow
{
    /// <summary>Who.</summary>
    public Guid UserId { get; private set; }

    /// <summary>For which client.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Every scope agreed to so far.</summary>
    public string[] Scopes { get; private set; } = [];

    /// <summary>Every claim agreed to so far that no scope of its request brought.</summary>
    public string[] Claims { get; private set; } = [];

    /// <summary>The last time.</summary>
    public DateTimeOffset GivenAt { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ConsentRow>
    {
        public void Configure(EntityTypeBuilder<ConsentRow> builder)
        {
            builder.ToTable("consents");
            builder.HasKey(c => new { c.UserId, c.ClientId });
            builder.Property(c => c.UserId).HasColumnName("user_id");
            builder.Property(c => c.ClientId).HasColumnName("client_id");
            builder.Property(c => c.Scopes).HasColumnName("scopes");
            builder.Property(c => c.Claims).HasColumnName("claims").HasDefaultValueSql("'{}'");
            builder.Property(c => c.GivenAt).HasColumnName("given_at");
        }
    }
}
