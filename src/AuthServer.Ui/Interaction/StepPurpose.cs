namespace AuthServer.Ui.Interaction;

/// <summary>What a code is waited for.</summary>
internal enum StepPurpose
{
    /// <summary>Registered, or signed in with an address that is not confirmed yet.</summary>
    Verify,

    /// <summary>Signs in by code.</summary>
    SignIn,

    /// <summary>Forgot the password.</summary>
    Reset,

    /// <summary>Locked out.</summary>
    Unlock,
}
