namespace AuthServer.Protocol.Refusals;

/// <summary>Requests that cannot be read, and faults of ours, at whatever endpoint.</summary>
internal static class OfRequests
{
    public static readonly Case[] All =
    [
        new("request.repeated", "A parameter was sent more than once", "RFC 6749 §3.1, §3.2",
            "Each parameter is sent at most once; only resource and audience may repeat.",
            "Send the parameter once. Look for a value that is in the address and also added by a library.",
            "* must not be repeated"),
        new("request.too_long", "A value, or the whole request, is too long", "RFC 9700 §4.5 and this server's limits",
            "A parameter has at most 32 KB, a body 128 KB, state and nonce 8192 characters each.",
            "Keep what belongs to the sign-in in your own session, and send only a reference to it in state.",
            "* is too long", "state or nonce is too long"),
        new("request.encoding", "A parameter is not UTF-8, or its name cannot be read", "RFC 6749 appendix B",
            "Names and values are UTF-8, then form-encoded.",
            "Encode names and values with your platform's form encoder, as UTF-8. A zero byte is never allowed.",
            "* is not UTF-8", "a parameter name cannot be read"),
        new("request.too_many", "There are too many parameters", "This server's limit",
            "A request has at most 128 parameters.",
            "Send only parameters that the endpoint knows.",
            "too many parameters"),
        new("request.body", "The body is not a form", "RFC 6749 §3.2, appendix B",
            "Requests are posted as application/x-www-form-urlencoded in UTF-8, not compressed.",
            "Set the Content-Type to application/x-www-form-urlencoded and send the parameters form-encoded, not as JSON or multipart.",
            "the body must be application/x-www-form-urlencoded in UTF-8", "the body is no form"),
        new("request.address_and_body", "A parameter stands in the address and in the body", "RFC 6749 §3.1",
            "An authorization request that is posted is read from its body alone.",
            "Move every parameter into the body, and post to the address without a query.",
            "a parameter must not stand in both address and body"),
        new("request.unreadable", "The request cannot be read", "RFC 9112 §2.2",
            "The request breaks the rules of HTTP itself.",
            "Look at what your HTTP client, or a proxy between, makes of the request: lengths, line ends, encodings.",
            "the request cannot be read"),
        new("server.unavailable", "This server could not answer just then", "RFC 6749 §4.1.2.1, RFC 9110 §15.6.4",
            "Nothing is wrong with the request.",
            "Try again after the seconds that Retry-After says. A code that was refused so may be used again.",
            "try again later"),
        new("server.fault", "A fault of this server", "RFC 6749 §4.1.2.1",
            "Nothing is known to be wrong with the request.",
            "Tell whoever runs this server the attempt's id: the log has the reason at the same time.",
            "something went wrong here", "no result"),
    ];
}
