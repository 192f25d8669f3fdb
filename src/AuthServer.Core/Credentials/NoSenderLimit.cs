namespace AuthServer.Core.Credentials;

/// <summary>Where nobody tells senders apart.</summary>
internal sealed class NoSenderLimit : ISenderLimit
{
    public TimeSpan? Wait => null;

    public void Failed()
    {
    }
}
