namespace AuthServer.Core.Audit;

/// <summary>Where the present call comes from. Calls are the host's matter: this port knows the present one.</summary>
public interface ICallerAddress
{
    /// <summary>The network address, as the door saw it; null: no call is under way.</summary>
    string? Present { get; }
}
