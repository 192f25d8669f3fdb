using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Otp;

/// <summary>
/// Counts codes that are texted: by number and in all, whatever they are for and whosever account asks. Who pumps messages
/// stops there, to one number or to many.
/// </summary>
internal sealed class TextCounts(IOptions<OtpOptions> codes, IOptions<TextLimits> limits, ILogger<TextCounts> log)
{
    private const string All = "*";

    private readonly TextLimits _limits = limits.Value;

    /// <summary>Whether a number may be texted now; holds until the end of the transaction.</summary>
    public async Task<bool> MayTextAsync(
        NpgsqlConnection connection, string number, DateTimeOffset now, CancellationToken ct) =>
        await LockAsync(connection, number, now, ct) is not null;

    /// <summary>Counts one, if it may be sent.</summary>
    /// <returns>False: it may not, and nothing was counted.</returns>
    public async Task<bool> CountAsync(
        NpgsqlConnection connection, string number, DateTimeOffset now, CancellationToken ct)
    {
        if (await LockAsync(connection, number, now, ct) is not var (own, all))
            return false;
        var sent = all.Sent(now);
        await CodeRows.WriteAsync(connection, CodePurpose.NumberCap, number, own.Sent(now), now, ct);
        await CodeRows.WriteAsync(connection, CodePurpose.NumberCap, All, sent, now, ct);
        // Once an hour, not once a request.
        if (sent.Sends == _limits.HourlyCap)
            log.TextsUsedUp(_limits.HourlyCap);
        return true;
    }

    // Always in this order.
    private async Task<(CodeState Number, CodeState All)?> LockAsync(
        NpgsqlConnection connection, string number, DateTimeOffset now, CancellationToken ct)
    {
        if (!_limits.Serve(number))
            return null;
        var own = await CodeRows.LockAsync(connection, CodePurpose.NumberCap, number, now, ct);
        if (!own.MayText(now, codes.Value.HourlyCap))
            return null;
        var all = await CodeRows.LockAsync(connection, CodePurpose.NumberCap, All, now, ct);
        return all.MayText(now, _limits.HourlyCap) ? (own, all) : null;
    }
}
