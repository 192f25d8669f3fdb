namespace AuthServer.Protocol.Refusals;

/// <summary>Refresh requests (RFC 6749 §6).</summary>
internal static class OfRefreshes
{
    public static readonly Case[] All =
    [
        new("refresh.missing", "refresh_token is missing", "RFC 6749 §6",
            "A refresh request sends the token.",
            "Send it in the body. A client gets one only with the scope offline_access.",
            "refresh_token is required"),
        new("refresh.unknown", "The refresh token is none of this server's", "RFC 6749 §6",
            "A refresh token is sent as it came, whole, to the server that made it.",
            "Check that it was stored whole and that no access token or token of another environment is sent in its place.",
            "refresh token is not one of ours"),
        new("refresh.ended", "The refresh token has expired or ended, or is another client's", "RFC 6749 §6, §10.4",
            "It is good for the client that got it, until it expires (unused, or in all) or what the person gave ends: "
            + "by signing out without offline_access, a new password, a lock, or a withdrawal.",
            "Start a sign-in. Treat invalid_grant at a refresh as a person who is signed out, not as a fault.",
            "Refused"),
        new("refresh.reused", "A refresh token was used again after it was replaced", "RFC 9700 §4.14.2",
            "Each refresh replaces the token. An older one that comes later means that two hold it: the authorization was ended.",
            "Store the new refresh token of each answer before you use it, and let one process refresh at a time. Start a sign-in.",
            "Reused"),
        new("refresh.ahead", "The refresh token is newer than this server's database", "RFC 6749 §6",
            "The database was restored from a backup that is older than the token.",
            "Start a sign-in. Nothing is wrong with the client.",
            "AheadOfRow"),
        new("refresh.scope", "A scope was not part of the authorization", "RFC 6749 §6",
            "A refresh may ask for less than was given, never for more.",
            "Leave scope out, or send a part of what the first answer's scope said. For more, send the person through a sign-in.",
            "a scope was not part of the authorization"),
    ];
}
