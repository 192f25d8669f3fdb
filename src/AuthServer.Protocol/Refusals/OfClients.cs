namespace AuthServer.Protocol.Refusals;

/// <summary>Clients that did not prove who they are (RFC 6749 §2.3, §5.2).</summary>
internal static class OfClients
{
    public static readonly Case[] All =
    [
        new("client.unknown", "There is no client with this client_id", "RFC 6749 §2.2, §5.2",
            "A client is registered before it asks for anything.",
            "Compare the client_id with the registered one, character by character, and the environment that it is registered in.",
            "unknown client"),
        new("client.disabled", "The client is disabled", "RFC 6749 §5.2",
            "A client that was disabled gets nothing until it is enabled again.",
            "Ask an administrator why, and to enable it.",
            "client is disabled"),
        new("client.method", "The client proves itself by another method than the registered one", "RFC 6749 §2.3, RFC 7591 §2",
            "Each client has one token_endpoint_auth_method, and no other is taken from it.",
            "Send the credentials as registered (client_secret_basic: in the Authorization header; client_secret_post: in the "
            + "body; private_key_jwt, client_secret_jwt: as client_assertion; none: client_id alone), or change the registration.",
            "registered for *, used *"),
        new("client.secret", "The client secret is wrong, or no longer in force", "RFC 6749 §2.3.1",
            "The secret must be one of the client's present ones. In the Authorization header, id and secret are form-encoded "
            + "before they are joined with a colon and encoded in base64.",
            "Check which secret the application was deployed with, and that nothing was cut off or added (quotes, line ends). "
            + "If it is lost, make a new one: it cannot be read out of this server.",
            "wrong secret"),
        new("client.method_unsupported", "This method of client authentication is not supported", "RFC 8414 §2",
            "The supported methods are in the metadata: token_endpoint_auth_methods_supported.",
            "Choose one of them.",
            "method not built"),
        new("client.missing", "The request does not say which client sends it", "RFC 6749 §2.3, §3.2.1",
            "Confidential clients prove themselves; public ones send client_id.",
            "Send the registered credentials. If they are in the Authorization header, look whether a proxy or a redirect drops it.",
            "client authentication is missing", "no client is named"),
        new("client.header", "The Authorization header cannot be read", "RFC 6749 §2.3.1, RFC 7617 §2",
            "It is 'Basic', a space, and base64 of client_id and client_secret, form-encoded each, with a colon between.",
            "Build it with your library's support for client_secret_basic. A Bearer token is no client authentication here.",
            "the Authorization header cannot be read"),
        new("client.two_ways", "The client proves itself in more than one way", "RFC 6749 §2.3",
            "One request uses one way: the Authorization header, client_secret, or client_assertion.",
            "Keep the registered one and remove the others. Many libraries add client_secret to the body by default.",
            "more than one way of client authentication"),
        new("client.two_ids", "client_id is not the client of the Authorization header", "RFC 6749 §2.3.1",
            "Where both name a client, it is the same.",
            "Leave client_id out of the body, or send the same.",
            "client_id differs from the Authorization header"),
        new("client.too_often", "The client failed to prove itself too often", "RFC 6749 §2.3.1 (guessing), this server's limit",
            "After some failures in a minute from one address, also the right secret waits.",
            "Wait as long as Retry-After says, and mend what failed before: see the attempts before this one.",
            "too many failed attempts"),
        new("client.public_introspection", "Public clients may not introspect", "RFC 7662 §2.1",
            "The introspection endpoint answers only callers that proved who they are.",
            "Register the API as a confidential client of its own, and ask as that.",
            "public clients may not introspect"),
    ];
}
