using AuthServer.Core.Messaging;

namespace AuthServer.AccountApi;

/// <summary>The ways of a code, as they are called on the wire.</summary>
internal static class Channels
{
    public const string Email = "email";

    private const string Sms = "sms";

    /// <summary>Null: there is no such way.</summary>
    public static MessageChannel? Find(string? name) => name switch
    {
        Email => MessageChannel.Email,
        Sms => MessageChannel.Sms,
        _ => null,
    };

    public static string NameOf(MessageChannel channel) => channel is MessageChannel.Sms ? Sms : Email;
}
