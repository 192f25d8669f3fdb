using System.Diagnostics.Metrics;
using AuthServer.Core.Data;

namespace AuthServer.Core.SignIn;

internal static class Counts
{
    private static readonly Counter<long> SignIns = Metering.Meter.CreateCounter<long>(
        "authserver.sign_ins", "{attempt}", "Sign-ins that were tried, by method and outcome.");

    /// <param name="method"><c>password</c> or <c>code</c>.</param>
    /// <param name="outcome">
    /// <c>accepted</c>, <c>refused</c>, <c>unverified</c>, <c>locked</c>, <c>throttled</c>, <c>busy</c>.
    /// </param>
    public static void Tried(string method, string outcome) => SignIns.Add(
        1, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));
}
