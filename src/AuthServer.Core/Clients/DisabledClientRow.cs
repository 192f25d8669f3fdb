using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AuthServer.Core.Clients;

/// <summary>
/// That a client was turned off when it was removed: whatever makes it again without an administrator's deciding on it (a
/// file, a rollback, its document) makes it turned off.
/// </summary>
internal sealed class DisabledClientRow
{
    private DisabledClientRow()
    {
    }

    public string ClientId { get; private set; } = "";

    public static DisabledClientRow Create(string clientId) => new() { ClientId = clientId };

    internal sealed class Configuration : IEntityTypeConfiguration<DisabledClientRow>
    {
        public void Configure(EntityTypeBuilder<DisabledClientRow> builder)
        {
            builder.ToTable("disabled_clients");
            builder.HasKey(r => r.ClientId);
            builder.Property(r => r.ClientId).HasColumnName("client_id").UseCollation("C");
        }
    }
}
