namespace AuthServer.Core.Webhooks;

/// <summary>Somebody outside who is told of events.</summary>
public sealed record Webhook
{
    /// <summary>The webhook.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where to.</summary>
    public required string Url { get; init; }

    /// <summary>Which: see <see cref="EventPattern"/>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether it is told.</summary>
    public required bool Enabled { get; init; }

    /// <summary>For administrators; null: none.</summary>
    public required string? Description { get; init; }

    /// <summary>How many sign: 1, or 2 while one takes over from the other.</summary>
    public required int Secrets { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Rises with each change.</summary>
    public required long Version { get; init; }

    internal static Webhook Of(WebhookRow row) => new()
    {
        Id = row.Id,
        Url = row.Url,
        Events = row.Events,
        Enabled = row.Enabled,
        Description = row.Description,
        Secrets = row.Secrets.Length,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Version = row.Version,
    };
}

/// <summary>What an administrator decides about one.</summary>
/// <param name="Url">One that <see cref="Protocol.Wire.IOutbound.Judge"/> has nothing against.</param>
/// <param name="Events">At least one pattern.</param>
public sealed record WebhookDraft(string Url, IReadOnlyList<string> Events, bool Enabled, string? Description);
