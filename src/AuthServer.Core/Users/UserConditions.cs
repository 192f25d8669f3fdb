using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>What a row <c>u</c> of a list must be, as SQL, with the values.</summary>
internal sealed class UserConditions
{
    private readonly List<(string Each, string All)> _conditions = [];
    private readonly List<NpgsqlParameter> _values = [];

    /// <summary>Whether anything is asked for.</summary>
    public bool AreNone => _conditions.Count == 0;

    /// <summary>For looking at rows one by one.</summary>
    public string Each => string.Join(" AND ", _conditions.Select(c => c.Each).DefaultIfEmpty("true"));

    /// <summary>For finding all such rows by indexes.</summary>
    public string All => string.Join(" AND ", _conditions.Select(c => c.All).DefaultIfEmpty("true"));

    /// <summary>What is searched for.</summary>
    public void Search(PageQuery query)
    {
        if (query.Text is not { } text)
            return;
        if (Guid.TryParse(text, out var id))
        {
            Add($"u.id = {Value(new NpgsqlParameter<Guid> { TypedValue = id })}");
            return;
        }

        var fits = UserText.PatternsOf(query)
            .Select(p => $"{UserText.Sql} LIKE lower({Value(new NpgsqlParameter<string> { TypedValue = p })})").ToList();
        // Another spelling of the same address.
        if (EmailAddress.TryParse(text) is { } address)
            fits.Add($"u.normalized_email = {Value(new NpgsqlParameter<string> { TypedValue = address.Key })}");
        Add($"({string.Join(" OR ", fits)})");
    }

    /// <summary>Who has a role.</summary>
    public void HaveRole(Guid roleId)
    {
        var place = Value(new NpgsqlParameter<Guid> { TypedValue = roleId });
        // A scalar, which is looked up for each row: a join might read everybody who has the role first.
        _conditions.Add((
            $"(SELECT true FROM user_roles m WHERE m.user_id = u.id AND m.role_id = {place})",
            $"u.id IN (SELECT m.user_id FROM user_roles m WHERE m.role_id = {place})"));
    }

    /// <summary>Something that is the same for one and for all.</summary>
    public void Add(string condition) => _conditions.Add((condition, condition));

    /// <summary>Keeps a value.</summary>
    /// <returns>Its place in the SQL.</returns>
    public string Value(NpgsqlParameter value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    /// <summary>A statement with all values that were kept.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // put together of constants and places
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(_values.Select(v => v.Clone()).ToArray());
        return command;
    }
}
