using System.Text;
using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Puts texts into a folder, one <c>.txt</c> each: the number, an empty line, the text.</summary>
internal sealed class SmsPickup(IOptions<SmsOptions> options) : IMessageTransport
{
    public MessageChannel Channel => MessageChannel.Sms;

    public bool IsConfigured => true;

    public TimeSpan Patience => TimeSpan.FromSeconds(30);

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping)
    {
        if (!PhoneNumber.IsSendable(message.To))
            return new SendOutcome.Refused("no phone number");
        var content = Encoding.UTF8.GetBytes($"To: {message.To}\n\n{message.Content.Text}\n");
        return await PickupFile.WriteAsync(options.Value.PickupDirectory, message, ".txt", content, stopping);
    }

    public ValueTask RestAsync() => ValueTask.CompletedTask;
}
