namespace AuthServer.Core.Otp;

/// <summary>
/// The section <c>Sms</c>, as far as it limits what is texted: text messages cost money, and some earn by having them sent.
/// </summary>
public sealed class TextLimits
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "Sms";

    /// <summary>Beginnings of the numbers that are texted to, such as <c>+44</c>. Default: none, which admits all.</summary>
    public IList<string> Countries { get; } = [];

    /// <summary>Codes that the whole server texts in an hour. Default 1,000.</summary>
    public int HourlyCap { get; set; } = 1000;

    /// <summary>Whether a number is texted to at all.</summary>
    /// <param name="number">E.164.</param>
    public bool Serve(string number) =>
        Countries.Count == 0 || Countries.Any(c => number.StartsWith(c, StringComparison.Ordinal));
}
