using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Hands mails to a submission server, several on one line when there are several.</summary>
internal sealed class SmtpTransport(IOptions<EmailOptions> options) : IMessageTransport, IAsyncDisposable
{
    private readonly EmailOptions _options = options.Value;
    private readonly ConcurrentStack<SmtpSession> _idle = new();

    /// <summary>Trusted in place of the system's certificates: tests have an authority of their own.</summary>
    internal X509Certificate2Collection? Roots { get; set; }

    public MessageChannel Channel => MessageChannel.Email;

    public bool IsConfigured => _options.Smtp.Host is { Length: > 0 };

    // Once for connecting and once for the mail; and both again where the line had been cut meanwhile.
    public TimeSpan Patience => 3 * _options.Smtp.Timeout.Value;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping)
    {
        if (_options.From is not { } from || !MailAddress.IsSendable(from))
            return new SendOutcome.Unreachable("Email:From is no address");
        if (!MailAddress.IsSendable(message.To))
            return new SendOutcome.Refused("no mail address");
        while (_idle.TryPop(out var known))
        {
            // A line that was cut while nobody used it says nothing about the server.
            if (await TryAsync(known, from, message, stopping) is var outcome
                && (known.HasSentContent || outcome is not SendOutcome.Unreachable))
                return outcome;
        }

        return await OpenAndTryAsync(from, message, stopping);
    }

    public async ValueTask RestAsync()
    {
        while (_idle.TryPop(out var session))
            await session.DisposeAsync();
    }

    public ValueTask DisposeAsync() => RestAsync();

    private async Task<SendOutcome> OpenAndTryAsync(string from, OutgoingMessage message, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(_options.Smtp.Timeout);
        SmtpSession session;
        try
        {
            session = await SmtpSession.OpenAsync(_options.Smtp, _options.Domain, Roots, limit.Token);
        }
        catch (Exception fault) when (ReasonOf(fault, stopping) is { } reason)
        {
            return new SendOutcome.Unreachable(reason);
        }

        return await TryAsync(session, from, message, stopping);
    }

    private async Task<SendOutcome> TryAsync(
        SmtpSession session, string from, OutgoingMessage message, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(_options.Smtp.Timeout);
        try
        {
            var to = MailAddress.ToAscii(message.To) ?? (session.TakesUnicode ? message.To : null);
            if (to is null)
                return new SendOutcome.Refused("the server takes no international addresses");
            var content = MailContent.Build(
                new Mailbox(from, _options.FromName ?? message.Content.Sender), to, message, _options.Domain, MailEncoding.QuotedPrintable);
            return await session.SendAsync(from, to, content, limit.Token, stopping);
        }
        catch (Exception fault) when (ReasonOf(fault, stopping) is { } reason)
        {
            return session.HasSentContent ? new SendOutcome.Deferred(reason) : new SendOutcome.Unreachable(reason);
        }
        finally
        {
            if (session.IsUsable)
                _idle.Push(session);
            else
                await session.DisposeAsync();
        }
    }

    /// <summary>Null: not a fault of the line.</summary>
    private string? ReasonOf(Exception fault, CancellationToken stopping) => fault switch
    {
        SmtpUnavailableException => fault.Message,
        SocketException socket => "connection: " + socket.SocketErrorCode,
        IOException { InnerException: SocketException socket } => "connection: " + socket.SocketErrorCode,
        IOException => "connection: cut",
        AuthenticationException => "TLS: the server's certificate or its protocol is not trusted",
        OperationCanceledException when !stopping.IsCancellationRequested => $"no answer within {_options.Smtp.Timeout}",
        _ => null,
    };
}
