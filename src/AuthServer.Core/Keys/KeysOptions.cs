using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Keys;

/// <summary>Settings <c>Keys</c>.</summary>
public sealed class KeysOptions
{
    /// <summary>How long a key is used. Default 90 days.</summary>
    public Duration Rotation { get; set; } = Duration.Days(90);

    /// <summary>How long a new key is shown before it is used. Default one day.</summary>
    public Duration Propagation { get; set; } = Duration.Days(1);

    /// <summary>How long a key is kept after its last use. Default: the longest refresh token or session, and a day.</summary>
    public Duration? Retention { get; set; }

    /// <summary>The longest that anything made with a key may live: a chain of refresh tokens, or a session.</summary>
    internal TimeSpan LongestLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Wraps every key in the database; the same on all nodes. At least 32 random characters.</summary>
    public string? EncryptionSecret { get; set; }

    /// <summary>Earlier secrets: they open and no longer close.</summary>
    public IList<string> PreviousEncryptionSecrets { get; } = [];

    internal TimeSpan EffectiveRetention => Retention ?? LongestLifetime + TimeSpan.FromDays(1);
}
