using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>How an answer travels: an error by the same way as success would (OAuth 2.0 Multiple Response Types §2.1, §5).</summary>
internal static class ReplyRule
{
    /// <summary>Judges <c>response_mode</c>.</summary>
    /// <param name="redirectUri">Known to be the client's.</param>
    /// <returns>The way; and what is wrong with the one that was asked for: that is said by the default one.</returns>
    public static (ReplyAddress Reply, OAuthError? Flaw) Judge(Form form, string redirectUri)
    {
        // A type that is missing or unknown is refused later, by the way that was asked for.
        var type = ResponseType.TryParse(form.Find("response_type") ?? "");
        // A state that is too long is refused by the rules, and not carried along by the refusal.
        var state = form.Find("state") is { Length: <= AuthorizeRules.MaxEchoLength } echo ? echo : null;
        var usual = new ReplyAddress(redirectUri, type?.DefaultMode ?? ResponseModes.Query, state);
        return form.Find("response_mode") switch
        {
            null => (usual, null),
            ResponseModes.Query when type is { HasTokens: true } =>
                (usual, new(ErrorCode.InvalidRequest, "response_mode query is not for tokens")),
            ResponseModes.Query or ResponseModes.Fragment or ResponseModes.FormPost =>
                (usual with { Mode = form.Find("response_mode")! }, null), // one of the three
            _ => (usual, new(ErrorCode.InvalidRequest, "response_mode is not supported")),
        };
    }
}
