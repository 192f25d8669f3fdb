using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Webhooks;

/// <summary>A webhook at rest.</summary>
internal sealed class WebhookRow
{
    /// <summary>One to sign with, and the one before until everybody knows the new one.</summary>
    private const int MostSecrets = 2;

    private WebhookRow()
    {
    }

    public Guid Id { get; private set; }

    public string Url { get; private set; } = "";

    /// <summary>Which events it wants: see <see cref="EventPattern"/>.</summary>
    public string[] Events { get; private set; } = [];

    public bool Enabled { get; private set; }

    public string? Description { get; private set; }

    /// <summary>Sealed; the newest first.</summary>
    public string[] Secrets { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Rises with each change.</summary>
    public long Version { get; private set; }

    public static WebhookRow Create(WebhookDraft draft, string sealedSecret, DateTimeOffset now)
    {
        var row = new WebhookRow { Id = Guid.CreateVersion7(now), CreatedAt = now, Secrets = [sealedSecret] };
        row.Change(draft, now);
        return row;
    }

    public void Change(WebhookDraft draft, DateTimeOffset now)
    {
        (Url, Events, Enabled, Description) = (draft.Url, [.. draft.Events], draft.Enabled, draft.Description);
        Touch(now);
    }

    /// <summary>From now on both sign.</summary>
    public void AddSecret(string sealedSecret, DateTimeOffset now)
    {
        Secrets = [sealedSecret, .. Secrets.Take(MostSecrets - 1)];
        Touch(now);
    }

    /// <summary>From now on the newest signs alone.</summary>
    /// <returns>False: it does already.</returns>
    public bool DropOldSecret(DateTimeOffset now)
    {
        if (Secrets.Length < MostSecrets)
            return false;
        Secrets = Secrets[..1];
        Touch(now);
        return true;
    }

    private void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);

    internal sealed class Configuration : IEntityTypeConfiguration<WebhookRow>
    {
        public void Configure(EntityTypeBuilder<WebhookRow> builder)
        {
            builder.ToTable("webhooks");
            builder.HasKey(w => w.Id);
            builder.Property(w => w.Id).HasColumnName("id").ValueGeneratedNever();
            builder.Property(w => w.Url).HasColumnName("url");
            builder.Property(w => w.Events).HasColumnName("events");
            builder.Property(w => w.Enabled).HasColumnName("enabled");
            builder.Property(w => w.Description).HasColumnName("description");
            builder.Property(w => w.Secrets).HasColumnName("secrets");
            builder.Property(w => w.CreatedAt).HasColumnName("created_at");
            builder.Property(w => w.UpdatedAt).HasColumnName("updated_at");
            builder.Property(w => w.Version).HasColumnName("version").IsConcurrencyToken();
        }
    }
}
