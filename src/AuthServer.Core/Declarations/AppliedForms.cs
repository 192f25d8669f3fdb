using System.Text;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthServer.Core.Declarations;

/// <summary>The forms that were applied before, for one run under the lock.</summary>
internal sealed class AppliedForms
{
    private readonly AuthDbContext _db;
    private readonly RingKey _key;
    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _forms;
    private readonly HashSet<(string, string)> _objects;

    private AppliedForms(AuthDbContext db, RingKey key, DateTimeOffset now, List<AppliedFormRow> rows)
    {
        (_db, _key, _now) = (db, key, now);
        _forms = [.. rows.Select(r => NameOf(r.Kind, r.Key, r.Hash))];
        _objects = [.. rows.Select(r => (r.Kind, r.Key))];
    }

    public static async Task<AppliedForms> LoadAsync(
        AuthDbContext db, KeyRing ring, DateTimeOffset now, CancellationToken ct) =>
        new(db, ring.Permanent(PermanentPurpose.DeclaredForm), now,
            await db.Set<AppliedFormRow>().AsNoTracking().ToListAsync(ct));

    /// <summary>Whether exactly these were applied before. By hand: a start asks it before anything else needs the model.</summary>
    public static async Task<bool> KnowsAllAsync(
        NpgsqlDataSource database, KeyRing ring, IEnumerable<(string Kind, string Key, string Form)> forms, CancellationToken ct)
    {
        var macs = ring.Permanent(PermanentPurpose.DeclaredForm);
        var wanted = forms.Select(f => NameOf(f.Kind, f.Key, HashOf(macs, f.Kind, f.Key, f.Form))).ToHashSet(StringComparer.Ordinal);
        await using var command = database.CreateCommand("SELECT kind, key, hash FROM applied_forms");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            wanted.Remove(NameOf(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));
        return wanted.Count == 0;
    }

    /// <summary>Whether exactly this was applied before.</summary>
    public bool Knows(string kind, string key, string form) => _forms.Contains(NameOf(kind, key, HashOf(_key, kind, key, form)));

    /// <summary>Whether anything of this object was applied before.</summary>
    public bool Knows(string kind, string key) => _objects.Contains((kind, key));

    /// <summary>Remembers it; saved with the caller's changes.</summary>
    public void Add(string kind, string key, string form)
    {
        var hash = HashOf(_key, kind, key, form);
        if (_forms.Add(NameOf(kind, key, hash)))
            _db.Add(AppliedFormRow.Create(kind, key, hash, _now));
        _objects.Add((kind, key));
    }

    private static byte[] HashOf(RingKey macs, string kind, string key, string form)
    {
        var mac = new byte[32];
        macs.Mac(Encoding.UTF8.GetBytes($"{kind}\n{key}\n{form}"), mac);
        return mac;
    }

    private static string NameOf(string kind, string key, byte[] hash) => $"{kind}\n{key}\n{Convert.ToHexString(hash)}";
}
