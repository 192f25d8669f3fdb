namespace AuthServer.Core.Users;

/// <summary>How making a user ended.</summary>
public abstract record UserCreation
{
    private UserCreation()
    {
    }

    /// <summary>Made.</summary>
    public sealed record Created(Guid UserId) : UserCreation;

    /// <summary>Somebody has this address; nothing changed.</summary>
    public sealed record Exists : UserCreation;

    /// <summary>The address is none.</summary>
    public sealed record InvalidEmail : UserCreation;

    /// <summary>There is no such role; nothing changed.</summary>
    public sealed record UnknownRole(string Name) : UserCreation;
}
