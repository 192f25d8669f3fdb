namespace AuthServer.Core.Data;

/// <summary>A setting that cannot be followed. The message names it, and is all that whoever starts the server reads.</summary>
public sealed class SettingException : InvalidOperationException
{
    public SettingException()
    {
    }

    public SettingException(string message)
        : base(message)
    {
    }

    public SettingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
