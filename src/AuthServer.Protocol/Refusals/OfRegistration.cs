namespace AuthServer.Protocol.Refusals;

/// <summary>Clients that register themselves (RFC 7591 §3.2.2, RFC 7592 §2). What is wrong with single members their
/// description says, each by its path.</summary>
internal static class OfRegistration
{
    public static readonly Case[] All =
    [
        new("registration.token", "The initial access token is missing, unknown, expired or used up", "RFC 7591 §3, §1.2",
            "Here a token is needed to register.",
            "Ask an administrator for one (POST /api/admin/registration-tokens), and send it as Bearer.",
            "a good initial access token is needed", "the initial access token is unknown, expired or used up"),
        new("registration.not_its", "The registration access token is not this client's", "RFC 7592 §2, §3",
            "It is the one of the last answer: each change gives a new one. Whether there is such a client is not said.",
            "Store the token of each answer. If it is lost, register anew, or ask an administrator.",
            "the registration access token is not this client's"),
        new("registration.body", "The body is no JSON object that can be read", "RFC 7591 §3.1",
            "It is one JSON object in UTF-8, sent as application/json, with no name twice.",
            "Set the Content-Type, and check the JSON.",
            "the body is not a JSON object that can be read", "the body must be application/json in UTF-8"),
        new("registration.statement", "Software statements are not accepted", "RFC 7591 §2.3, §3.2.2",
            "This server trusts nobody who signs them.",
            "Send the metadata as members, and leave software_statement out.",
            "software statements are not accepted"),
        new("registration.full", "There are as many self-registered clients as there may be", "RFC 7591 §5, this server's limit",
            "Clients that nobody uses go by themselves, after a while.",
            "Use the client that you have: one for an application, not one for each start. Ask whoever runs this server.",
            "too many clients are registered"),
        new("registration.ours", "A member is this server's to set", "RFC 7592 §2.2",
            "registration_access_token, registration_client_uri, client_secret_expires_at and client_id_issued_at are not sent back.",
            "Take them out of the document before you send it back.",
            "* must not be sent"),
        new("registration.client_id", "client_id is not the client's own", "RFC 7592 §2.2",
            "An update sends the client's client_id.",
            "Put it into the document as it is in the address.",
            "client_id must be the client's own"),
        new("registration.secret", "client_secret is not the present one", "RFC 7592 §2.2",
            "An update does not choose a secret.",
            "Send the present one, or leave it out.",
            "client_secret must be the present one"),
    ];
}
