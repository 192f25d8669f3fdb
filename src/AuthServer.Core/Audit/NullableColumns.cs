using Npgsql;

namespace AuthServer.Core.Audit;

internal static class NullableColumns
{
    /// <summary>Null where the column is.</summary>
    public static T? Find<T>(this NpgsqlDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
