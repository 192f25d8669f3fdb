using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AuthServer.Core.Deliveries;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>A conversation with a submission server (RFC 6409): signed in, any number of mails.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly SmtpLine _line;
    private readonly SmtpOptions _options;
    private readonly Dictionary<string, string[]> _extensions = new(StringComparer.OrdinalIgnoreCase);

    private SmtpSession(SmtpLine line, SmtpOptions options) => (_line, _options) = (line, options);

    /// <summary>Whether it may be used once more.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Whether the server may have taken the mail, whatever happened then.</summary>
    public bool HasSentContent { get; private set; }

    /// <summary>Whether addresses beyond ASCII are understood (RFC 6531).</summary>
    public bool TakesUnicode => _extensions.ContainsKey("SMTPUTF8");

    /// <summary>Connects, secures the line as configured and signs in.</summary>
    /// <param name="name">Ours, for the greeting.</param>
    /// <exception cref="SmtpUnavailableException">The server answers, but not as we need it.</exception>
    public static async Task<SmtpSession> OpenAsync(
        SmtpOptions options, string name, X509Certificate2Collection? roots, CancellationToken ct)
    {
        var connection = new TcpClient { NoDelay = true };
        SmtpLine? line = null;
        try
        {
            await connection.ConnectAsync(options.Host ?? "", options.Port, ct);
            line = new SmtpLine(connection);
            var session = new SmtpSession(line, options);
            await session.GreetAsync(name, roots, ct);
            await session.SignInAsync(ct);
            session.IsUsable = true;
            return session;
        }
        catch
        {
            if (line is not null)
                await line.DisposeAsync();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends one mail.</summary>
    /// <param name="stopping">Not heeded any more once the content is on its way.</param>
    public async Task<SendOutcome> SendAsync(
        string from, string to, ReadOnlyMemory<byte> content, CancellationToken limit, CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit, stopping);
        (IsUsable, HasSentContent) = (false, false);
        var unicode = Ascii.IsValid(from) && Ascii.IsValid(to) ? "" : " SMTPUTF8";
        var mail = await _line.CommandAsync($"MAIL FROM:<{from}>{unicode}", both.Token);
        if (!mail.IsPositive)
            return await EndAsync(mail, new SendOutcome.Unreachable(mail.About("MAIL")), both.Token);
        var recipient = await _line.CommandAsync($"RCPT TO:<{to}>", both.Token);
        if (!recipient.IsPositive)
            return await EndAsync(recipient, Judge(recipient, "RCPT"), both.Token);
        var data = await _line.CommandAsync("DATA", both.Token);
        if (data.Code != 354)
            return await EndAsync(data, Judge(data, "DATA"), both.Token);

        // From here on the server may have it: stopping would make us forget to ask.
        HasSentContent = true;
        await _line.WriteAsync(DotStuffed(content.Span), limit);
        var end = await _line.ReadAsync(limit);
        if (!end.IsPositive)
            return await EndAsync(end, Judge(end, "content"), limit);
        IsUsable = true;
        return new SendOutcome.Delivered();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await _line.CommandAsync("QUIT", limit.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Good-bye all the same.
            }
        }

        await _line.DisposeAsync();
    }

    private async Task GreetAsync(string name, X509Certificate2Collection? roots, CancellationToken ct)
    {
        if (_options.Security == SmtpSecurity.Tls)
            await _line.SecureAsync(_options.Host ?? "", roots, ct);
        Require(await _line.ReadAsync(ct), 220, "greeting");
        await HelloAsync(name, ct);
        if (_options.Security != SmtpSecurity.StartTls)
            return;
        if (!_extensions.ContainsKey("STARTTLS"))
            throw new SmtpUnavailableException("the server offers no STARTTLS, and Email:Smtp:Security demands it");
        Require(await _line.CommandAsync("STARTTLS", ct), 220, "STARTTLS");
        await _line.SecureAsync(_options.Host ?? "", roots, ct);
        await HelloAsync(name, ct); // what was said in the clear counts no more
    }

    private async Task HelloAsync(string name, CancellationToken ct)
    {
        var reply = await _line.CommandAsync("EHLO " + name, ct);
        Require(reply, 250, "EHLO");
        _extensions.Clear();
        foreach (var words in reply.Lines.Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words.Length > 0)
                _extensions[words[0]] = words[1..];
        }
    }

    private async Task SignInAsync(CancellationToken ct)
    {
        if (_options.User is not { Length: > 0 } user)
            return;
        var password = _options.Password ?? "";
        var offered = _extensions.GetValueOrDefault("AUTH", []);
        if (offered.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            Require(await _line.CommandAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), ct), 235, "AUTH");
            return;
        }

        if (!offered.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
            throw new SmtpUnavailableException("the server offers neither AUTH PLAIN nor AUTH LOGIN");
        Require(await _line.CommandAsync("AUTH LOGIN", ct), 334, "AUTH");
        Require(await _line.CommandAsync(Base64(user), ct), 334, "AUTH");
        Require(await _line.CommandAsync(Base64(password), ct), 235, "AUTH");
    }

    /// <summary>A reply about this mail.</summary>
    private static SendOutcome Judge(SmtpReply reply, string command) =>
        reply.IsTransient
            ? new SendOutcome.Deferred(reply.About(command))
            : new SendOutcome.Refused(reply.About(command));

    private async Task<SendOutcome> EndAsync(SmtpReply reply, SendOutcome outcome, CancellationToken ct)
    {
        if (reply.EndsTheLine)
            return new SendOutcome.Unreachable(reply.About("server"));
        IsUsable = (await _line.CommandAsync("RSET", ct)).IsPositive;
        return outcome;
    }

    private static void Require(SmtpReply reply, int code, string command)
    {
        if (reply.Code != code)
            throw new SmtpUnavailableException(reply.About(command));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // RFC 5321 §4.5.2
    private static byte[] DotStuffed(ReadOnlySpan<byte> content)
    {
        var stuffed = new List<byte>(content.Length + 64);
        byte last = (byte)'\n';
        foreach (var b in content)
        {
            if (b == '.' && last == '\n')
                stuffed.Add(b);
            stuffed.Add(b);
            last = b;
        }

        stuffed.AddRange(last == '\n' ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return [.. stuffed];
    }
}
