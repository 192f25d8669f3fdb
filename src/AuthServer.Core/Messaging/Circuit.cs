using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Messaging;

/// <summary>
/// Leaves a provider alone that does not answer. When the pause is over, one message goes ahead; once it is through, so are
/// all others.
/// </summary>
internal sealed class Circuit(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _openUntil;
    private DateTimeOffset _openedAt;
    private int _failures;

    /// <summary>How many more messages may be sent now.</summary>
    /// <param name="most">At once.</param>
    /// <param name="running">That many are being sent.</param>
    public int Admits(int most, int running)
    {
        lock (_lock)
        {
            if (_failures == 0)
                return most - running;
            return running == 0 && clock.GetUtcNow() >= _openUntil ? 1 : 0;
        }
    }

    /// <summary>The provider took a message, or judged it.</summary>
    public void Answered()
    {
        lock (_lock)
            _failures = 0;
    }

    /// <summary>The provider did not.</summary>
    /// <param name="began">When the attempt began: those that ran side by side count as one.</param>
    /// <param name="after">What the provider asked us to wait.</param>
    /// <returns>When to try again.</returns>
    public DateTimeOffset Failed(DateTimeOffset began, TimeSpan? after)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_failures == 0 || began >= _openedAt)
            {
                _failures++;
                _openedAt = now;
                _openUntil = now + RetryRule.Suspension(_failures);
            }

            if (after is { } asked)
            {
                var until = now + (asked < RetryRule.LongestRequest ? asked : RetryRule.LongestRequest);
                _openUntil = until > _openUntil ? until : _openUntil;
            }

            return _openUntil;
        }
    }
}
