using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Protocol.Wire;

/// <summary>A value, or the error that the client will read. Returned and looked at, never chained.</summary>
/// <typeparam name="T">What a success holds.</typeparam>
public readonly struct Result<T> where T : notnull
{
    private readonly T? _value;
    private readonly OAuthError? _error;

    private Result(T? value, OAuthError? error) => (_value, _error) = (value, error);

    /// <summary>Takes the result apart.</summary>
    /// <returns>True with <paramref name="value"/>, or false with <paramref name="error"/>: never both.</returns>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OAuthError? error)
    {
        value = _value;
        // A default struct holds neither: an error too, so that a forgotten assignment can never pass as success.
        error = _value is null ? _error ?? new OAuthError(ErrorCode.ServerError, "no result") : null;
        return error is null;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(OAuthError error) => new(default, error);
}
