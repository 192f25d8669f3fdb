namespace AuthServer.Protocol.Discovery;

/// <summary>The languages of the pages (OIDC Discovery §3, <c>ui_locales_supported</c>).</summary>
/// <param name="Tags">BCP 47.</param>
public sealed record UiLocales(IReadOnlyList<string> Tags);
