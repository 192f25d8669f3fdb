namespace AuthServer.Core.Messaging;

/// <summary>What a message is about. The numbers are at rest: they never change.</summary>
public enum MessageKind : short
{
    /// <summary>Prove that the address of a new account is yours: a code, and a link.</summary>
    VerifyEmail = 1,

    /// <summary>Prove that the number of a new account is yours: a code.</summary>
    VerifyPhone = 2,

    /// <summary>Somebody tried to register an address that has an account.</summary>
    AddressInUse = 3,

    /// <summary>Sign in by code.</summary>
    SignInCode = 4,

    /// <summary>Choose a new password: a code, and a link.</summary>
    ResetPassword = 5,

    /// <summary>Unlock an account: a code, and a link.</summary>
    Unlock = 6,

    /// <summary>Prove that the address you change to is yours: a code, to the new one.</summary>
    ConfirmEmail = 7,

    /// <summary>The address was changed: to the old one.</summary>
    EmailChanged = 8,

    /// <summary>Prove that the number you change to is yours: a code.</summary>
    ConfirmPhone = 9,

    /// <summary>Prove that a number of a group is yours: a code.</summary>
    ConfirmNumber = 10,

    /// <summary>The password was changed.</summary>
    PasswordChanged = 11,

    /// <summary>The phone number was changed.</summary>
    PhoneChanged = 12,

    /// <summary>The account was deleted.</summary>
    AccountDeleted = 13,

    /// <summary>Somebody made an account for you: a link to choose a password.</summary>
    Invitation = 14,

    /// <summary>An administrator took the second factors away.</summary>
    FactorsRemoved = 15,

    /// <summary>An administrator deleted the account.</summary>
    AccountClosed = 16,
}
