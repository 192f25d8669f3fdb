using System.Text.Json.Serialization;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>A step from one configuration to the next.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Revision">Of the configuration that it led to.</param>
public sealed record ChangeSet(long Number, DateTimeOffset At, ChangeOrigin Origin, ChangedBy By, string Revision)
{
    /// <summary>How many objects.</summary>
    public int Created { get; init; }

    /// <summary>How many objects, and sections that were put in another order.</summary>
    public int Updated { get; init; }

    /// <summary>How many objects.</summary>
    public int Deleted { get; init; }

    /// <summary>What whoever did it gave as a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The change set whose configuration was restored.</summary>
    public long? RestoredNumber { get; init; }
}

/// <summary>Who changed the configuration.</summary>
/// <param name="Kind"><c>person</c>, <c>client</c>, <c>server</c> or <c>operator</c>.</param>
/// <param name="Id">A person's id, a <c>client_id</c>, which part of the server, or who ran the command.</param>
/// <param name="Via">The client through which a person did it.</param>
public sealed record ChangedBy(string Kind, string Id, string? Via);

/// <summary>Where a change of the configuration came from; as the table holds it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeOrigin>))]
public enum ChangeOrigin : short
{
    /// <summary>Single objects were edited, by API or console; more than one edit may share a change set.</summary>
    [JsonStringEnumMemberName("edited")]
    Edited = 1,

    /// <summary>The files that the server watches.</summary>
    [JsonStringEnumMemberName("files")]
    Files = 2,

    /// <summary>Documents that somebody applied.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied = 3,

    /// <summary>Somebody went back to an earlier configuration.</summary>
    [JsonStringEnumMemberName("rolled_back")]
    RolledBack = 4,
}
