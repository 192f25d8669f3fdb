namespace AuthServer.Core.Messaging.Texts;

/// <summary>What a mail says, before it is laid out: the same sentences for the text and the HTML part.</summary>
internal sealed record Letter(string Language, MessageBrand Brand, string Subject)
{
    public required string Greeting { get; init; }

    public required string Text { get; init; }

    public string? Code { get; init; }

    /// <summary>How long the code works.</summary>
    public string? Works { get; init; }

    public string? OrOpen { get; init; }

    public string? Link { get; init; }

    public string? Button { get; init; }

    public string? Note { get; init; }

    public required string SentBy { get; init; }

    public required string Help { get; init; }

    /// <summary>Where people get help; null: nowhere.</summary>
    public string? Support => Uri.TryCreate(Brand.SupportUri, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        ? uri.AbsoluteUri
        : null;

    public override string ToString() => Subject;
}
