using System.Buffers.Text;
using System.Text.Json;

namespace AuthServer.Core.Audit;

/// <summary>An event, to be read.</summary>
/// <param name="Number">Its place in the order of events, from 1; null: it is given within seconds.</param>
/// <param name="At">By the clock of the node that wrote it.</param>
/// <param name="Before">The changed members as they were.</param>
/// <param name="After">The changed members as they became.</param>
/// <param name="Erased">Whether personal data stood here, and was erased with the person.</param>
/// <param name="Seal">What binds it to its number and to every event before, as base64url; null: as for the number.</param>
public sealed record AuditEntry(
    Guid Id, long? Number, DateTimeOffset At, AuditActor Actor, string Action, AuditTarget Target, JsonElement? Before,
    JsonElement? After, string? Reason, bool Erased, string? Seal)
{
    internal static AuditEntry Of(AuditRow row)
    {
        var (detail, personal) = (ReadContent(row.Detail), ReadContent(row.Personal));
        return new AuditEntry(
            row.Id, row.Number, row.At, new AuditActor(NameOf(row.ActorKind), row.Actor, row.Via, personal.From), row.Action,
            new AuditTarget(row.TargetKind, row.Target), detail.Before ?? personal.Before, detail.After ?? personal.After,
            detail.Reason ?? personal.Reason, row is { Commitment: not null, Personal: null },
            row.Seal is null ? null : Base64Url.EncodeToString(row.Seal));
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
