using AuthServer.Core.Credentials;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>
/// Begins sessions for who proved who they are, whether or not they still wait for it: code or password is spent. Their ids
/// are new.
/// </summary>
public sealed class SignIns(NpgsqlDataSource database, SessionStore sessions, KnownDevices devices, ILogger<SignIns> log)
{
    /// <summary>Begins one in an app of the person's.</summary>
    /// <param name="device">Browser and system in a few words, for the person's own list of sessions.</param>
    /// <param name="remember">Whether the person asked to stay signed in.</param>
    public async Task<Session> BeginAsync(Proven who, string? device, bool remember)
    {
        await using var batch = database.CreateBatch();
        var session = sessions.AddTo(batch, NewSession(who, SessionKind.Native, device, remember));
        GiveBack(batch, who);
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        return Begun(who, session);
    }

    /// <summary>Begins one in a browser, whose owner is known there from now on.</summary>
    /// <param name="marks">What the browser keeps from <see cref="KnownDevices"/>; null: nothing.</param>
    /// <returns>With it, what the browser should keep now, for <see cref="KnownDevices.Lifetime"/>.</returns>
    /// <inheritdoc cref="BeginAsync"/>
    public async Task<(Session Session, string Marks)> BeginInBrowserAsync(
        Proven who, string? device, bool remember, string? marks)
    {
        await using var batch = database.CreateBatch();
        var session = sessions.AddTo(batch, NewSession(who, SessionKind.Browser, device, remember));
        var keep = devices.AddTo(batch, who.UserId, marks);
        GiveBack(batch, who);
        var renewed = await batch.ExecuteScalarAsync(CancellationToken.None) as string;
        return (Begun(who, session), keep(renewed));
    }

    private static NewSession NewSession(Proven who, SessionKind kind, string? device, bool remember) =>
        new(who.UserId, who.Epoch, kind, who.Methods, device, remember);

    private static void GiveBack(NpgsqlBatch batch, Proven who)
    {
        if (who.Ticket is { } ticket)
            SignInGuard.Succeeded(batch, ticket);
    }

    private Session Begun(Proven who, Session session)
    {
        Counts.Tried(who.Methods[0] == "pwd" ? "password" : "code", "accepted");
        log.SignedIn(who.UserId, string.Join(' ', who.Methods), session.Id);
        return session;
    }
}
