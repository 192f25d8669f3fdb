using Npgsql;
using NpgsqlTypes;

namespace AuthServer.Core.Data;

/// <summary>Values that may be null, with their types: PostgreSQL must know those all the same.</summary>
public static class OptionalParameters
{
    /// <summary>Adds an id.</summary>
    public static void AddOptional(this NpgsqlParameterCollection parameters, Guid? id) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });

    /// <summary>Adds a text.</summary>
    public static void AddOptional(this NpgsqlParameterCollection parameters, string? text) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    /// <summary>Adds a flag.</summary>
    public static void AddOptional(this NpgsqlParameterCollection parameters, bool? flag) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)flag ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });

    /// <summary>Adds a number.</summary>
    public static void AddOptional(this NpgsqlParameterCollection parameters, long? number) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });

    /// <summary>Adds a small number, such as an enumeration is at rest.</summary>
    public static void AddOptional(this NpgsqlParameterCollection parameters, short? number) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
}
