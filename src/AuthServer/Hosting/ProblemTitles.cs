using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Hosting;

/// <summary>What a status is called (RFC 9457 §4.2.1), in English, to be translated where it is shown.</summary>
internal static class ProblemTitles
{
    public static string Of(int status) => status switch
    {
        400 => Texts.Later("Bad Request"),
        401 => Texts.Later("Unauthorized"),
        403 => Texts.Later("Forbidden"),
        404 => Texts.Later("Not Found"),
        405 => Texts.Later("Method Not Allowed"),
        409 => Texts.Later("Conflict"),
        412 => Texts.Later("Precondition Failed"),
        413 => Texts.Later("Payload Too Large"),
        415 => Texts.Later("Unsupported Media Type"),
        422 => Texts.Later("Unprocessable Entity"),
        429 => Texts.Later("Too Many Requests"),
        500 => Texts.Later("Internal Server Error"),
        503 => Texts.Later("Service Unavailable"),
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
