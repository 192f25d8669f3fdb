using AuthServer.Core.Deliveries;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Logout;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Sessions;

/// <summary>Posts one logout notice (OIDC Back-Channel Logout §2.5). Each attempt carries a token of its own.</summary>
internal sealed class NoticeSender(IClients clients, LogoutTokens tokens, IOutbound outbound)
{
    /// <summary>Sends it, to where the client wants it now.</summary>
    public async Task<PostAnswer> SendAsync(LeasedNotice notice, CancellationToken ct)
    {
        if (await clients.FindAsync(notice.ClientId, ct) is not { Enabled: true, Logout.BackChannel: { } address } client)
            return new(new SendOutcome.Refused("the client has no address for it any more"));
        if (!(await tokens.WriteAsync(notice.Issuer, client, notice.UserId, notice.SessionId, ct)).Succeeded(out var token, out var error))
            return new(new SendOutcome.Deferred(error.Reason ?? error.Description));
        var status = await outbound.PostAsync(address, [new("logout_token", token)], ct);
        return new(OutcomeOf(status), status);
    }

    private static SendOutcome OutcomeOf(int? status) => status switch
    {
        200 or 204 => new SendOutcome.Delivered(),
        null => new SendOutcome.Unreachable("no answer"),
        >= 500 => new SendOutcome.Unreachable($"answered {status}"),
        _ => new SendOutcome.Deferred($"answered {status}"),
    };
}
