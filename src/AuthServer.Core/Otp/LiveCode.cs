namespace AuthServer.Core.Otp;

/// <summary>The one code of a purpose and a key that may be used, and the link that does the same.</summary>
internal sealed record LiveCode
{
    /// <summary>Null: nobody's, and nothing matches.</summary>
    public Guid? UserId { get; init; }

    public CodeTarget? Target { get; init; }

    /// <summary>Of the ring's key that made <see cref="CodeHash"/>.</summary>
    public uint KeyId { get; init; }

    /// <summary>Null: only the link is left.</summary>
    public byte[]? CodeHash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public required byte[] LinkHash { get; init; }

    public required DateTimeOffset LinkExpiresAt { get; init; }
}
