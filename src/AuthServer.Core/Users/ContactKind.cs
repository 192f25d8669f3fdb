namespace AuthServer.Core.Users;

/// <summary>Where a person can be reached.</summary>
public enum ContactKind : short
{
    /// <summary>The e-mail address, which is also the login name.</summary>
    Email = 1,

    /// <summary>The phone number.</summary>
    Phone = 2,
}
