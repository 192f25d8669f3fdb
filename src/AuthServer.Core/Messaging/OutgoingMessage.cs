using AuthServer.Core.Messaging.Texts;

namespace AuthServer.Core.Messaging;

/// <summary>A message as a transport gets it. The same message always looks the same, to the byte.</summary>
/// <param name="Id">Lets a provider, or whoever receives it twice after a crash, know it again.</param>
/// <param name="At">When it was asked for.</param>
internal sealed record OutgoingMessage(Guid Id, string To, DateTimeOffset At, WrittenMessage Content)
{
    public override string ToString() => Id.ToString();
}
