using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Which events are asked for; what is null does not matter.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Actor">Whose.</param>
/// <param name="TargetKind">One of <see cref="AuditTargets"/>.</param>
/// <param name="Target">About which.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before; not in the last year that there is.</param>
public sealed record AuditFilter(
    string? Action = null, string? Actor = null, string? TargetKind = null, string? Target = null, DateTimeOffset? From = null,
    DateTimeOffset? To = null)
{
    /// <summary>Conditions that begin with AND, and their values.</summary>
    internal string Sql(NpgsqlParameterCollection values)
    {
        var sql = new StringBuilder();
        Add("action = ", Action);
        Add("actor = ", Actor);
        Add("target_kind = ", TargetKind);
        Add("target = ", Target);
        // Ids are of their time: they are an index of it.
        if (From is { } from)
        {
            Add("at >= ", from.ToUniversalTime());
            Add("id >= ", IdOf(from));
        }

        if (To is { } to)
        {
            Add("at < ", to.ToUniversalTime());
            Add("id < ", IdOf(to.AddMilliseconds(1)));
        }

        return sql.ToString();

        void Add(string condition, object? value)
        {
            if (value is null)
                return;
            values.AddWithValue(value);
            sql.Append(" AND ").Append(condition).Append('$').Append(values.Count);
        }
    }

    /// <summary>The smallest of a millisecond.</summary>
    private static Guid IdOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
