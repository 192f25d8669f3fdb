using System.Diagnostics.Metrics;
using AuthServer.Core.Data;
using AuthServer.Protocol.Token;

namespace AuthServer.Core.Authorizations;

internal static class Counts
{
    private static readonly Counter<long> Codes = Metering.Meter.CreateCounter<long>(
        "authserver.codes.redeemed", "{code}", "Authorization codes that came to be redeemed, by outcome.");

    private static readonly Counter<long> Reuses = Metering.Meter.CreateCounter<long>(
        "authserver.refresh_tokens.reused", "{token}", "Refresh tokens that came again too late: the authorization ended.");

    public static void Redeemed(Redemption outcome) => Codes.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        Redemption.First => "redeemed",
        Redemption.Replayed => "replayed",
        _ => "ended",
    }));

    public static void RefreshTokenReused() => Reuses.Add(1);
}
