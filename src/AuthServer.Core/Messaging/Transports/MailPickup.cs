using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Puts mails into a folder, one <c>.eml</c> each.</summary>
internal sealed class MailPickup(IOptions<EmailOptions> options) : IMessageTransport
{
    private readonly EmailOptions _options = options.Value;

    public MessageChannel Channel => MessageChannel.Email;

    public bool IsConfigured => true;

    public TimeSpan Patience => TimeSpan.FromSeconds(30);

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping)
    {
        if (!MailAddress.IsSendable(message.To))
            return new SendOutcome.Refused("no mail address");
        var from = new Mailbox(_options.From ?? "no-reply@localhost", _options.FromName ?? message.Content.Sender);
        var content = MailContent.Build(from, message.To, message, _options.Domain, MailEncoding.EightBit);
        return await PickupFile.WriteAsync(_options.PickupDirectory, message, ".eml", content, stopping);
    }

    public ValueTask RestAsync() => ValueTask.CompletedTask;
}
