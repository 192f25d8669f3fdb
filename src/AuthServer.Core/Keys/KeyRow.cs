using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace AuthServer.Core.Keys;

/// <summary>A key at rest, wrapped.</summary>
internal sealed class KeyRow
{
    private KeyRow()
    {
    }

    /// <summary>Stands in what a symmetric key made.</summary>
    public int Id { get; private set; }

    public KeyKind Kind { get; private set; }

    /// <summary>Random; <c>kid</c> of a signing key.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Of a signing key; else empty.</summary>
    public string Algorithm { get; private set; } = "";

    public byte[] Wrapped { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Known to all from creation, used from then on.</summary>
    public DateTimeOffset ActivatesAt { get; private set; }

    /// <summary>When its successor takes over.</summary>
    public DateTimeOffset? RetiresAt { get; private set; }

    /// <summary>When the last thing made with it has expired.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>What wrapping binds, so that a row cannot pass as another.</summary>
    public string Context => $"{(short)Kind} {Name} {Algorithm}";

    public static KeyRow Create(
        KeyKind kind, string name, string algorithm, DateTimeOffset now, DateTimeOffset activatesAt) =>
        new() { Kind = kind, Name = name, Algorithm = algorithm, CreatedAt = now, ActivatesAt = activatesAt };

    /// <summary>All of them, without EF: its model would cost every start a fifth of a second.</summary>
    public static async Task<List<KeyRow>> ReadAllAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id, kind, name, algorithm, wrapped, created_at, activates_at, retires_at, expires_at FROM keys");
        await using var row = await command.ExecuteReaderAsync(ct);
        var keys = new List<KeyRow>();
        while (await row.ReadAsync(ct))
        {
            keys.Add(new KeyRow
            {
                Id = row.GetInt32(0),
                Kind = (KeyKind)row.GetInt16(1),
                Name = row.GetString(2),
                Algorithm = row.GetString(3),
                Wrapped = row.GetFieldValue<byte[]>(4),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
                ActivatesAt = row.GetFieldValue<DateTimeOffset>(6),
                RetiresAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
                ExpiresAt = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
            });
        }

        return keys;
    }

    public KeyRow Holding(byte[] wrapped)
    {
        Wrapped = wrapped;
        return this;
    }

    /// <summary>Used from then on, if not sooner.</summary>
    public void ActivateBy(DateTimeOffset latest) => ActivatesAt = ActivatesAt > latest ? latest : ActivatesAt;

    public void Retire(DateTimeOffset at, TimeSpan retention)
    {
        RetiresAt = at;
        ExpiresAt = at + retention;
    }

    internal sealed class Configuration : IEntityTypeConfiguration<KeyRow>
    {
        public void Configure(EntityTypeBuilder<KeyRow> builder)
        {
            builder.ToTable("keys");
            builder.Ignore(r => r.Context);
            builder.Property(r => r.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            builder.Property(r => r.Kind).HasColumnName("kind").HasConversion<short>();
            builder.Property(r => r.Name).HasColumnName("name");
            builder.Property(r => r.Algorithm).HasColumnName("algorithm");
            builder.Property(r => r.Wrapped).HasColumnName("wrapped");
            builder.Property(r => r.CreatedAt).HasColumnName("created_at");
            builder.Property(r => r.ActivatesAt).HasColumnName("activates_at");
            builder.Property(r => r.RetiresAt).HasColumnName("retires_at");
            builder.Property(r => r.ExpiresAt).HasColumnName("expires_at");
            builder.HasIndex(r => r.Name).IsUnique().HasDatabaseName("keys_name");
        }
    }
}
