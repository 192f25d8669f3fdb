using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Recorder;

/// <summary>An <see cref="Attempt"/> at rest.</summary>
internal sealed class AttemptRow
{
    private AttemptRow()
    {
    }

    public string Id { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public string Endpoint { get; private set; } = "";

    public string Method { get; private set; } = "";

    public string? ClientId { get; private set; }

    public string? Kind { get; private set; }

    public string? Error { get; private set; }

    public string? Description { get; private set; }

    public string? Reason { get; private set; }

    public string? Rule { get; private set; }

    /// <summary>JSON. Text: nobody asks the database about what is in it.</summary>
    public string Received { get; private set; } = "";

    public string? From { get; private set; }

    public string? Device { get; private set; }

    public string Node { get; private set; } = "";

    public Guid? UserId { get; private set; }

    internal sealed class Configuration : IEntityTypeConfiguration<AttemptRow>
    {
        public void Configure(EntityTypeBuilder<AttemptRow> builder)
        {
            builder.ToTable("attempts");
            builder.HasKey(r => r.Id);
            builder.Property(r => r.Id).HasColumnName("id").UseCollation("C");
            builder.Property(r => r.At).HasColumnName("at");
            builder.Property(r => r.Endpoint).HasColumnName("endpoint");
            builder.Property(r => r.Method).HasColumnName("method");
            builder.Property(r => r.ClientId).HasColumnName("client_id").UseCollation("C");
            builder.Property(r => r.Kind).HasColumnName("kind");
            builder.Property(r => r.Error).HasColumnName("error");
            builder.Property(r => r.Description).HasColumnName("description");
            builder.Property(r => r.Reason).HasColumnName("reason");
            builder.Property(r => r.Rule).HasColumnName("rule");
            builder.Property(r => r.Received).HasColumnName("received");
            builder.Property(r => r.From).HasColumnName("from_address");
            builder.Property(r => r.Device).HasColumnName("device");
            builder.Property(r => r.Node).HasColumnName("node");
            builder.Property(r => r.UserId).HasColumnName("user_id");
            builder.HasIndex(r => new { r.At, r.Id }).HasDatabaseName("attempts_at");
            builder.HasIndex(r => new { r.ClientId, r.At, r.Id }).HasDatabaseName("attempts_client");
        }
    }
}
