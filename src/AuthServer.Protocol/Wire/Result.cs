using System.Diagnostics.CodeAnalysis;

namespace AuthServer.Protocol.Wire;

/// <summary>A value, or the error that the client will read. Returned and looked at, never chained.</summary>
/// <typeparam name="T">What a success holds.</typeparam>
public readonly struct Result<T> where T : notnull
{
    private readonly bool _succeeded;
    private readonly T? _value;
    private readonly OAuthError? _error;

    private Result(T value) => (_succeeded, _value) = (true, value);

    private Result(OAuthError error) => _error = error;

    /// <summary>Takes the result apart.</summary>
    /// <returns>True with <paramref name="value"/>, or false with <paramref name="error"/>: never both.</returns>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OAuthError? error)
    {
        value = _value;
        // A default struct holds neither: an error too, so that a forgotten assignment can never pass as success.
        error = _succeeded ? null : _error ?? new OAuthError(ErrorCode.ServerError, "no result");
        return _succeeded;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(OAuthError error) => new(error);
}
