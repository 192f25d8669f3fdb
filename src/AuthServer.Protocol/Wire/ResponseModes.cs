namespace AuthServer.Protocol.Wire;

/// <summary>Values of <c>response_mode</c> (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2).</summary>
public static class ResponseModes
{
    /// <summary>In the query: the default for a code.</summary>
    public const string Query = "query";

    /// <summary>In the fragment.</summary>
    public const string Fragment = "fragment";

    /// <summary>In a form that the browser posts.</summary>
    public const string FormPost = "form_post";
}
