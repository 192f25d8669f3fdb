using System.Text.Json;

namespace AuthServer.Core.SignIn;

/// <summary>What a person wants to have changed; nothing of it is judged yet.</summary>
/// <param name="Values">By member; a null takes one away.</param>
/// <param name="Locale">Of the request.</param>
public sealed record ProfileChange(Guid UserId, IReadOnlyDictionary<string, JsonElement> Values, string? Locale)
{
    /// <summary>Whether the person proved who they are a moment ago: needed for address and number.</summary>
    public required bool SignedInRecently { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"[profile change of {UserId}]";
}
