namespace AuthServer.Core.Otp;

/// <summary>What a code is for; one for another purpose is none. The numbers are at rest: they never change.</summary>
public enum CodePurpose : short
{
    /// <summary>To prove that the address, or the number, of a new account is theirs. Key: the address.</summary>
    VerifyEmail = 1,

    /// <summary>To sign in. Key: the address.</summary>
    SignIn = 2,

    /// <summary>To choose a new password. Key: the address.</summary>
    ResetPassword = 3,

    /// <summary>To unlock. Key: the address.</summary>
    Unlock = 4,

    /// <summary>To change to a new address. Key: the user's id.</summary>
    ConfirmEmail = 5,

    /// <summary>To change to a new number. Key: the user's id.</summary>
    ConfirmPhone = 6,

    /// <summary>To prove that a number of a group is theirs. Key: the user's id and the number.</summary>
    ConfirmNumber = 7,

    /// <summary>No code: counts what is texted, whatever for. Key: the number, or <c>*</c> for all.</summary>
    NumberCap = 100,
}
