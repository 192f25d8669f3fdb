namespace AuthServer.Protocol.Clients;

/// <summary>What an address in a document must be. Each answer is null, or what is wrong.</summary>
public static class AddressRules
{
    private const string NotHttps = "must be an https address";

    /// <summary>https alone.</summary>
    public static string? JudgeSecure(string address) =>
        Parse(address) is { Scheme: "https" } ? null : NotHttps;

    /// <summary>One that the server calls, or that carries nothing: https, or http on the machine itself.</summary>
    public static string? JudgeCalled(string address) =>
        Parse(address) is { } uri && (uri.Scheme == "https" || RedirectUriRegistrationRule.IsLoopback(uri))
            ? null
            : NotHttps;

    /// <summary>One that people open or see: as <see cref="JudgeCalled"/>, or relative to the server's root.</summary>
    public static string? JudgePage(string address) =>
        IsRootRelative(address) ? null : JudgeCalled(address);

    /// <summary>The name of an API: an absolute URI without a fragment (RFC 8707 §2).</summary>
    public static string? JudgeResource(string name) =>
        Uri.TryCreate(name, UriKind.Absolute, out _) && !name.StartsWith('/')
        && !name.Contains('#', StringComparison.Ordinal) && !name.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : "must be an absolute URI without a fragment (RFC 8707 section 2)";

    private static Uri? Parse(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && uri.UserInfo.Length == 0 && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? uri
            : null;

    // "//host" and "/\host" leave the server.
    private static bool IsRootRelative(string address) =>
        address.StartsWith('/') && !(address.Length > 1 && address[1] is ('/' or '\\'))
        && Uri.IsWellFormedUriString(address, UriKind.Relative);
}
