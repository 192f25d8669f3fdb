using System.Buffers.Text;
using System.Text.Json;

namespace AuthServer.Core.Audit;

/// <summary>An event, to be read.</summary>
public sealed record AuditEntry
{
    /// <summary>Unique.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the order of events, from 1; null: it is given within seconds.</summary>
    public required long? Number { get; init; }

    /// <summary>By the clock of the node that wrote it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>What: one of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    public required AuditTarget Target { get; init; }

    /// <summary>The changed members as they were.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>The changed members as they became.</summary>
    public JsonElement? After { get; init; }

    /// <summary>What whoever did it gave as a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether personal data stood here, and was erased with the person.</summary>
    public bool Erased { get; init; }

    /// <summary>What binds it to its number and to every event before, as base64url; null: as for the number.</summary>
    public string? Seal { get; init; }

    internal static AuditEntry Of(AuditRow row)
    {
        var (detail, personal) = (ReadContent(row.Detail), ReadContent(row.Personal));
        return new AuditEntry
        {
            Id = row.Id,
            Number = row.Seal?.Number,
            At = row.At,
            Actor = new AuditActor(NameOf(row.ActorKind), row.Actor, row.Via, personal.From),
            Action = row.Action,
            Target = new AuditTarget(row.TargetKind, row.Target),
            Before = detail.Before ?? personal.Before,
            After = detail.After ?? personal.After,
            Reason = detail.Reason ?? personal.Reason,
            Erased = row is { Commitment: not null, Personal: null },
            Seal = row.Seal is { } place ? Base64Url.EncodeToString(place.Seal) : null,
        };
    }

    private static string NameOf(ActorKind kind) => kind switch
    {
        ActorKind.Person => "person",
        ActorKind.Client => "client",
        ActorKind.Server => "server",
        ActorKind.Operator => "operator",
        _ => "unknown",
    };

    // Whoever changed the table may have left no JSON: the verification says so, and the list still shows the rest.
    private static Content ReadContent(string? json)
    {
        try
        {
            return json is null ? Content.None : JsonSerializer.Deserialize<Content>(json, AuditTrail.Json) ?? Content.None;
        }
        catch (JsonException)
        {
            return Content.None;
        }
    }

    private sealed record Content(string? From, JsonElement? Before, JsonElement? After, string? Reason)
    {
        public static readonly Content None = new(null, null, null, null);
    }
}

/// <summary>Who did something.</summary>
/// <param name="Kind"><c>person</c>, <c>client</c>, <c>server</c>, <c>operator</c> or <c>unknown</c>.</param>
/// <param name="Id">A person's id, a <c>client_id</c>, or which part of the server.</param>
/// <param name="Via">The <c>client_id</c> through which a person did it.</param>
/// <param name="From">The network address it came from.</param>
public sealed record AuditActor(string Kind, string Id, string? Via, string? From);

/// <summary>What something was done to.</summary>
/// <param name="Kind">One of <see cref="AuditTargets"/>.</param>
/// <param name="Id">Its id among its kind.</param>
public sealed record AuditTarget(string Kind, string Id);
