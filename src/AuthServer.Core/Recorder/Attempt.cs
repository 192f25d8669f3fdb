namespace AuthServer.Core.Recorder;

/// <summary>One request to an endpoint of the protocol, as the flight recorder keeps it: never with a secret in it.</summary>
public record Attempt
{
    /// <summary>As <see cref="AttemptId"/> makes it.</summary>
    public required string Id { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The path below <c>/connect/</c>, without what a client made up: <c>token</c>, <c>authorize</c>, <c>register</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Who it says it is; nobody has checked that. Null: it does not say.</summary>
    public string? ClientId { get; init; }

    /// <summary>The <c>grant_type</c> or <c>response_type</c>, as sent; null: neither.</summary>
    public string? Kind { get; init; }

    /// <summary>The OAuth error; null: it was answered, or led on to a page.</summary>
    public string? Error { get; init; }

    /// <summary>What the client reads of the error; without one, what became of the attempt.</summary>
    public string? Description { get; init; }

    /// <summary>What only we know; null: nothing beyond the description.</summary>
    public string? Reason { get; init; }

    /// <summary>The stable name of the rule that refused; null: nothing did.</summary>
    public string? Rule { get; init; }

    /// <summary>What was sent.</summary>
    public required IReadOnlyList<ReceivedPart> Received { get; init; }

    /// <summary>The network address it came from; null: from no network.</summary>
    public string? From { get; init; }

    /// <summary>The browser in a few words; null: nothing that we know.</summary>
    public string? Device { get; init; }

    /// <summary>Which node answered.</summary>
    public required string Node { get; init; }

    /// <summary>Who was signed in at the browser; null: nobody, or no browser.</summary>
    public Guid? UserId { get; init; }
}
