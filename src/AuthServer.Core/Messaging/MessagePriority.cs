namespace AuthServer.Core.Messaging;

/// <summary>Who waits for whom: behind a code somebody sits and waits, a notice may come later.</summary>
internal static class MessagePriority
{
    public const short Code = 0;
    public const short Notice = 1;

    public static short Of(NewMessage message) => message.Code is null && message.Link is null ? Notice : Code;
}
