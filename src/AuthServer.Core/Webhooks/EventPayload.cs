using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServer.Core.Audit;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// What a webhook is told of an event: who did what to whom, by ids, and the names of the members that changed. Never their
/// values, nor reasons and addresses: who may read those reads them from the API.
/// </summary>
internal static class EventPayload
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The body.</summary>
    /// <param name="eventId">Of the audit log.</param>
    public static string Of(Guid eventId, DateTimeOffset at, AuditEvent happened) => JsonSerializer.Serialize(
        new Body(
            happened.Action, at,
            new Content(
                eventId, new Who(JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.By.Kind.ToString()), happened.By.Id, happened.By.Via),
                new Whom(happened.TargetKind, happened.Target), ChangedIn(happened))),
        Json);

    /// <summary>The body of a delivery that an administrator asked for to see whether it arrives.</summary>
    public static string OfTest(Guid webhookId, DateTimeOffset at, Actor by) =>
        Of(Guid.CreateVersion7(at), at, new AuditEvent(by, TestType, AuditTargets.Webhook, webhookId.ToString()));

    /// <summary>The type of such a delivery.</summary>
    public const string TestType = "webhook.test";

    private static List<string>? ChangedIn(AuditEvent happened)
    {
        var names = new[] { happened.Before, happened.After }.OfType<object>().SelectMany(MembersOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null : names;
    }

    private static IEnumerable<string> MembersOf(object state) =>
        JsonSerializer.SerializeToElement(state, state.GetType(), Json) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject().Select(m => m.Name)
            : [];

    private sealed record Body(string Type, DateTimeOffset Timestamp, Content Data);

    private sealed record Content(Guid Event, Who Actor, Whom Target, List<string>? Changed);

    private sealed record Who(string Kind, string Id, string? Via);

    private sealed record Whom(string Kind, string Id);
}
