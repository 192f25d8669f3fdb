using System.Xml.Linq;
using AuthServer.Core.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Keys;

/// <summary>Data Protection's keys in the database. Its interface is synchronous; it asks once a day.</summary>
internal sealed class DataProtectionKeys(
    NpgsqlDataSource database, TimeProvider clock, ILogger<DataProtectionKeys> log) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Telling(ReadAll);

    public void StoreElement(XElement element, string friendlyName) => Telling(() => Insert(element, friendlyName));

    /// <summary>Nobody else does where the keys in memory are stale: those are used while they are read again.</summary>
    private T Telling<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault)
        {
            Log.CookieKeysFailed(log, DatabaseFault.CallsOf(fault), DatabaseFault.ReasonOf(fault));
            throw;
        }
    }

    private List<XElement> ReadAll()
    {
        using var command = database.CreateCommand("select xml from data_protection_keys order by created_at");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
            elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    private int Insert(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand(
            "insert into data_protection_keys (name, xml, created_at) values ($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        return command.ExecuteNonQuery();
    }
}
