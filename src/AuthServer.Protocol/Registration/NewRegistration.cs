using AuthServer.Protocol.Clients;

namespace AuthServer.Protocol.Registration;

/// <summary>A client that is to be stored.</summary>
/// <param name="Client">As it was read.</param>
/// <param name="Document">What is stored of it.</param>
public sealed record NewRegistration(Client Client, string Document)
{
    /// <summary>A secret to be kept with it; null: it keeps those that it has, or needs none.</summary>
    public string? Secret { get; init; }
}
