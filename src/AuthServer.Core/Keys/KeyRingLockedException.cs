namespace AuthServer.Core.Keys;

/// <summary>The secret does not open the key ring in this database.</summary>
public sealed class KeyRingLockedException : Exception
{
    private const string Text = "Keys:EncryptionSecret does not open the key ring in this database. "
        + "Set the secret that made it, or list that one in Keys:PreviousEncryptionSecrets.";

    public KeyRingLockedException()
        : base(Text)
    {
    }

    public KeyRingLockedException(Exception inner)
        : base(Text, inner)
    {
    }

    public KeyRingLockedException(string message)
        : base(message)
    {
    }

    public KeyRingLockedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
