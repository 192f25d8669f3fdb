using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Attacks;

/// <summary>Somebody who has an address, and mostly an account: an app at hand, and a mailbox.</summary>
internal sealed class Owner : IDisposable
{
    public const string NewPassword = "Better-Horse-8";

    private readonly StandardServer _server;
    private readonly Mailbox _mail;

    public Owner(StandardServer server, string email)
    {
        (_server, Email) = (server, email);
        _mail = new Mailbox(server.Node);
        App = new AppChannel(server.Node.Address, AccountServer.App);
    }

    public string Email { get; }

    public AppChannel App { get; }

    /// <summary>With an account whose address is verified.</summary>
    /// <param name="change">Assignments of SQL, for an account of another kind.</param>
    public static async Task<Owner> NewAsync(StandardServer server, string? change = null)
    {
        var owner = new Owner(server, await server.NewUserAsync());
        if (change is not null)
            await server.ExecuteAsync($"UPDATE users SET {change} WHERE email = $1", owner.Email);
        return owner;
    }

    /// <summary>Without an account.</summary>
    public static Owner Nobody(StandardServer server) => new(server, NewAddress());

    public static string NewAddress() =>
        $"u{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}@example.org";

    /// <summary>The next message that comes to the address.</summary>
    public Task<Letter> NextLetterAsync() => _mail.NextAsync(Email);

    /// <summary>The next message that comes to another address, or a number.</summary>
    public Task<Letter> NextLetterAsync(string to) => _mail.NextAsync(to);

    /// <summary>The next message whose subject begins so; those before it count as read.</summary>
    public Task<Letter> NextLetterOfAsync(string subject) =>
        _mail.NextAsync(Email, l => l.Subject.StartsWith(subject, StringComparison.Ordinal));

    /// <summary>Makes a call that takes nothing but the address.</summary>
    public Task<Reply> AskAsync(string call) => App.PostAsync(call, new { email = Email });

    /// <summary>The same, which must be taken, and the message that comes of it.</summary>
    public async Task<Letter> AskedAsync(string call)
    {
        (await AskAsync(call)).Is(HttpStatusCode.Accepted);
        return await NextLetterAsync();
    }

    /// <summary>Registers the address; the code waits in the mail.</summary>
    public async Task<Owner> RegisterAsync(string password = StandardServer.Password)
    {
        (await App.PostAsync("register", Registration(password))).Is(HttpStatusCode.Accepted);
        return this;
    }

    /// <summary>The body of a registration.</summary>
    public Dictionary<string, object?> Registration(string password = StandardServer.Password) =>
        new() { ["email"] = Email, ["password"] = password, ["full_name"] = "Grace Example" };

    /// <summary>A reset token, by code.</summary>
    public async Task<string> ResetTokenAsync() => (await ExchangeAsync((await AskedAsync("password/forgot")).Code))["reset_token"]!;

    public Task<Reply> ExchangeAsync(string code) => App.PostAsync("password/forgot/verify", new { email = Email, code });

    public Task<Reply> ResetAsync(string? token, string password = NewPassword) =>
        App.PostAsync("password/reset", new { reset_token = token, password });

    /// <summary>The token in the address of a link.</summary>
    public static string TokenOf(Letter letter) => Uri.UnescapeDataString(letter.Link.Query["?token=".Length..]);

    public async Task<SignedInApp> SignedInAsync(string password = StandardServer.Password) =>
        new(new AppChannel(_server.Node.Address, AccountServer.App), Email, await App.LoginAsync(Email, password));

    public async Task<bool> CanSignInAsync(string password) =>
        (await App.TryLoginAsync(Email, password)).Status == HttpStatusCode.OK;

    /// <summary>Lets time pass for codes, links and their counts.</summary>
    public Task PassAsync(TimeSpan time) => _server.ExecuteAsync(
        """
        UPDATE one_time_codes SET sent_at = sent_at - $2, expires_at = expires_at - $2, counted_since = counted_since - $2,
            link_expires_at = link_expires_at - $2
        WHERE key = $1 OR key = (SELECT id::text FROM users WHERE email = $1)
        """,
        Email, time);

    /// <summary>Lets the cooldown pass, and as good as nothing of the hour.</summary>
    public Task CoolAsync() => PassAsync(TimeSpan.FromSeconds(31));

    /// <summary>What was written to somebody, in its order, sent or not.</summary>
    public async Task<List<MessageKind>> MessagesAsync(string? to = null)
    {
        await using var command = _server.Database.CreateCommand("SELECT kind FROM outbox WHERE recipient = $1 ORDER BY created_at, id");
        command.Parameters.AddWithValue(to ?? Email);
        await using var rows = await command.ExecuteReaderAsync();
        var kinds = new List<MessageKind>();
        while (await rows.ReadAsync())
            kinds.Add((MessageKind)rows.GetInt16(0));
        return kinds;
    }

    public void Dispose() => App.Dispose();
}

/// <summary>The refusals of the account API that tests meet most.</summary>
internal static class Refusal
{
    /// <summary>One answer for a code that is wrong, used, old, or somebody else's.</summary>
    public static void IsWrongCode(this Reply reply) => Judge(reply, HttpStatusCode.BadRequest, "invalid_code");

    /// <summary>One answer for a reset token that does not work, whatever the reason.</summary>
    public static void IsDeadToken(this Reply reply) => Judge(reply, HttpStatusCode.BadRequest, "invalid_reset_token");

    /// <summary>There is nothing, or nothing for who asks.</summary>
    public static void IsNotThere(this Reply reply) => Judge(reply, HttpStatusCode.NotFound, "not_found");

    private static void Judge(Reply reply, HttpStatusCode status, string code)
    {
        reply.IsProblem(status, code);
        Outcome.GivesNothingAway(reply);
    }
}
