using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Parameters of statements that take many rows at once, for <c>unnest</c>.</summary>
internal static class ColumnParameters
{
    /// <summary>Adds one column of the rows, as an array.</summary>
    public static void AddColumn<TRow, TValue>(this NpgsqlCommand command, IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = column });
    }
}
