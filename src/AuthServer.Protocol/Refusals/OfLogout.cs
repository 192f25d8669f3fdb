namespace AuthServer.Protocol.Refusals;

/// <summary>Sign-outs that a client asks for (OpenID Connect RP-Initiated Logout 1.0).</summary>
internal static class OfLogout
{
    public static readonly Case[] All =
    [
        new("logout.hint", "id_token_hint is no ID token of this server", "RP-Initiated Logout §2, §4",
            "The hint is an ID token that this server made for the client; it may have expired.",
            "Keep the ID token of the sign-in and send it whole: no access token, none of another environment. An encrypted one "
            + "is decrypted first, or left out, with client_id in its place.",
            "id_token_hint is not an ID token of ours"),
        new("logout.client_id", "client_id is not the client of id_token_hint", "RP-Initiated Logout §2",
            "Where both name a client, it is the same.",
            "Leave client_id out, or send the client that got the ID token.",
            "client_id is not the one of id_token_hint"),
        new("logout.return", "post_logout_redirect_uri is not registered for the client", "RP-Initiated Logout §3",
            "It is one of the client's post_logout_redirect_uris, character by character; the client is named by id_token_hint or client_id.",
            "Register it: redirect_uris do not count here. See that id_token_hint or client_id is sent along.",
            "post_logout_redirect_uri is not registered"),
    ];
}
