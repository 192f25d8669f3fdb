using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AuthServer.Core.Webhooks;

namespace AuthServer.AdminApi;

/// <summary>A webhook that is wanted.</summary>
/// <param name="Url">An https address that does not lead into a private network.</param>
/// <param name="Events">Types of events (<c>user.locked</c>), how some begin (<c>user.*</c>), or <c>*</c>.</param>
/// <param name="Enabled">Whether it is told; yes without.</param>
/// <param name="Description">For administrators: one line of at most 200 characters.</param>
internal sealed record NewWebhook(
    [property: Required] string Url, [property: Required] IReadOnlyList<string> Events, bool? Enabled, string? Description)
{
    public WebhookDraft Draft() => new(Url, Events, Enabled ?? true, Description);
}

/// <summary>What of a webhook is to change; what is left out stays.</summary>
/// <param name="Url">As for a new one.</param>
/// <param name="Events">As for a new one.</param>
/// <param name="Enabled">Whether it is told.</param>
/// <param name="Description">As for a new one; empty: none.</param>
internal sealed record WebhookChange(string? Url, IReadOnlyList<string>? Events, bool? Enabled, string? Description)
{
    public WebhookDraft DraftOf(Webhook now) => new(
        Url ?? now.Url, Events ?? now.Events, Enabled ?? now.Enabled,
        Description is null ? now.Description : Description.Length == 0 ? null : Description);
}

/// <summary>A webhook.</summary>
internal sealed record AdminWebhook
{
    public required Guid Id { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required bool Enabled { get; init; }

    public required string? Description { get; init; }

    /// <summary>How many sign: 1, or 2 while one takes over from the other.</summary>
    public required int Secrets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Shown this once, when it was made.</summary>
    public string? Secret { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminWebhook Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e63"),
        Url = "https://crm.example/hooks/accounts",
        Events = ["user.*"],
        Enabled = true,
        Description = "The CRM follows accounts",
        Secrets = 1,
        CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
    };

    public static AdminWebhook Of(Webhook webhook) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        Events = webhook.Events,
        Enabled = webhook.Enabled,
        Description = webhook.Description,
        Secrets = webhook.Secrets,
        CreatedAt = webhook.CreatedAt,
        UpdatedAt = webhook.UpdatedAt,
    };
}

/// <summary>A secret, this once.</summary>
/// <param name="Secret"><c>whsec_…</c>, as libraries for Standard Webhooks take it.</param>
internal sealed record ShownSecret(string Secret);

/// <summary>What a webhook was told, and what it said.</summary>
internal sealed record AdminDelivery
{
    /// <summary><c>webhook-id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's.</summary>
    public required string Type { get; init; }

    /// <summary><c>owed</c> (it is sent, again), <c>delivered</c>, or <c>dead</c> after three days.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public required int? Status { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is sent next; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What was or will be sent.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminDelivery Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e64"),
        Type = "user.locked",
        State = "delivered",
        CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        Attempts = 1,
        DeliveredAt = new DateTimeOffset(2026, 3, 1, 9, 30, 2, TimeSpan.Zero),
        Status = 204,
        LastError = null,
        NextAttemptAt = null,
        Payload = JsonDocument.Parse("""{"type":"user.locked","timestamp":"2026-03-01T09:30:00+00:00","data":{"event":"0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e65","actor":{"kind":"person","id":"0195c2a4-0000-7f10-9a53-3b1f0d2c4e60","via":"admin-console"},"target":{"kind":"user","id":"0195c2a4-0000-7f10-9a53-3b1f0d2c4e5f"}}}""").RootElement,
    };

    public static AdminDelivery Of(ListedDelivery delivery) => new()
    {
        Id = delivery.Id,
        Type = delivery.Event,
        State = Words.Snake(delivery.State),
        CreatedAt = delivery.CreatedAt,
        Attempts = delivery.Attempts,
        DeliveredAt = delivery.DeliveredAt,
        Status = delivery.Status,
        LastError = delivery.LastError,
        NextAttemptAt = delivery.NextAttemptAt,
        Payload = JsonDocument.Parse(delivery.Payload).RootElement,
    };
}
