namespace AuthServer.Hosting;

/// <summary>What the description says of a call beyond what its route says.</summary>
internal static class CallNotes
{
    /// <summary>What every call can answer.</summary>
    public static readonly IReadOnlyList<Problem> Anywhere = [Problems.TooManyRequests, Problems.ServerError, Problems.Unavailable];

    /// <summary>What every call with a body can answer.</summary>
    public static readonly IReadOnlyList<Problem> OfBodies =
        [Problems.Malformed, Problems.TooLarge, Problems.UnsupportedMediaType, Problems.ValidationFailed];

    /// <summary>Notes what can go wrong besides what every call has.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder call, params Problem[] problems) =>
        call.WithMetadata(new PossibleProblems(problems));

    /// <summary>Notes what a good request and its answer look like.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder call, object? body, object? answer = null) =>
        call.WithMetadata(new CallExample(body, answer));
}

/// <summary>For the description: what may go wrong.</summary>
internal sealed record PossibleProblems(IReadOnlyList<Problem> All)
{
    /// <summary>Whether the call is made with a person's access token.</summary>
    public bool IsOfCaller { get; init; }
}

/// <summary>For the description: a good request and its answer.</summary>
internal sealed record CallExample(object? Body, object? Answer);
