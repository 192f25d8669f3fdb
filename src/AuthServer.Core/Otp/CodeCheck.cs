namespace AuthServer.Core.Otp;

/// <summary>How looking at a code or a link ended.</summary>
public abstract record CodeCheck
{
    private CodeCheck()
    {
    }

    /// <summary>It was the live one.</summary>
    /// <param name="Key">What it was issued for.</param>
    /// <param name="Target">Where it was sent; null where that was not said.</param>
    public sealed record Right(Guid UserId, string Key, CodeTarget? Target) : CodeCheck
    {
        /// <summary>Redacted.</summary>
        public override string ToString() => $"right for {UserId}";
    }

    /// <summary>Another, used, expired, replaced, or one try too many: nobody learns which.</summary>
    public sealed record Wrong : CodeCheck;
}
