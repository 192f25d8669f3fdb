namespace AuthServer.Protocol.Issuing;

/// <summary>The epochs copied into whatever is issued.</summary>
/// <param name="User">The user's, 0 without one.</param>
/// <param name="Client">The client's.</param>
/// <param name="Server">The whole server's.</param>
public readonly record struct Epochs(long User, long Client, long Server);
