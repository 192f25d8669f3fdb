namespace AuthServer.Protocol.Refusals;

/// <summary>Authorization requests that the person, or who is signed in, decides (OIDC Core §3.1.2.3 to §3.1.2.6).</summary>
internal static class OfSignIns
{
    public static readonly Case[] All =
    [
        new("login.required", "Nobody suitable is signed in, and prompt=none allows no page", "OIDC Core §3.1.2.6",
            "With prompt=none the sign-in must be there, recent enough for max_age, and of the browser that asks.",
            "Expect this answer: it says that the person must sign in. Send the request again without prompt=none. In a hidden "
            + "frame, browsers keep our cookies back: use a refresh token there.",
            "nobody suitable is signed in"),
        new("login.another", "Another person is signed in than the request asks for", "OIDC Core §3.1.2.1, §3.1.2.2",
            "id_token_hint, or sub in the claims parameter, names one person; no other will do.",
            "Send the request without the hint, and with prompt=select_account or login, if another person is welcome.",
            "another person is signed in"),
        new("login.two_people", "id_token_hint and the claims parameter name two people", "OIDC Core §3.1.2.2",
            "Where both name somebody, it is the same.",
            "Send one of the two.",
            "id_token_hint and claims name two people"),
        new("hint.not_its", "id_token_hint is not an ID token of this client", "OIDC Core §3.1.2.1",
            "The hint is an ID token that this server gave to this client; it may have expired.",
            "Send the last ID token of the client itself: no access token, no token of another client or environment.",
            "id_token_hint is not an ID token of this client"),
        new("acr.impossible", "No sign-in here has the acr that is demanded", "OpenID Unmet Authentication Requirements 1.0",
            "An essential acr is met or refused; the metadata lists what there is: acr_values_supported.",
            "Ask for one of them, or ask by acr_values, which is a wish.",
            "no sign-in here has this acr"),
        new("acr.unmet", "The sign-in does not have the acr that is demanded", "OpenID Unmet Authentication Requirements 1.0",
            "The person signed in by weaker means than the request demands.",
            "Ask the person to set up what it needs, or ask by acr_values, which is a wish.",
            "the sign-in does not have the acr that was asked for"),
        new("consent.required", "The person has not allowed this yet, and prompt=none allows no page", "OIDC Core §3.1.2.6",
            "With prompt=none everything asked for must have been allowed before. Public clients that are not tied to one https "
            + "host are asked about each time.",
            "Send the request again without prompt=none.",
            "consent is needed"),
        new("consent.denied", "The person refused", "RFC 6749 §4.1.2.1",
            "People may say no, or untick every scope.",
            "Go on without, say what you need it for, and ask again only when the person wants it.",
            "the person refused", "the person gave nothing"),
    ];
}
