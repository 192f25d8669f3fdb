using System.Diagnostics.Metrics;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Hosting;

internal static class Counts
{
    private static readonly Counter<long> Tokens = Metering.Meter.CreateCounter<long>(
        "authserver.tokens.issued", "{token}", "Access tokens that left, by grant and format.");

    private static readonly Counter<long> Refusals = Metering.Meter.CreateCounter<long>(
        "authserver.rate_limited", "{request}", "Requests refused because there were too many, by class.");

    /// <summary>Tokens that leave in the answer being written.</summary>
    /// <param name="grant">The <c>grant_type</c>, or the first-party call; never a text from outside that nobody checked.</param>
    public static void Issued(string grant, IssuedTokens tokens) => Tokens.Add(
        1,
        new KeyValuePair<string, object?>("grant", grant),
        new KeyValuePair<string, object?>("format", tokens.IsOpaque ? "opaque" : "jwt"));

    public static void RateLimited(EndpointClass @class) => Refused(@class switch
    {
        EndpointClass.Pages => "pages",
        EndpointClass.Tokens => "tokens",
        EndpointClass.Registrations => "registrations",
        EndpointClass.Lookups => "lookups",
        _ => "other",
    });

    /// <summary>A client that failed to prove itself too often.</summary>
    public static void GuessesLimited() => Refused("guesses");

    private static void Refused(string @class) => Refusals.Add(1, new KeyValuePair<string, object?>("class", @class));
}
