namespace AuthServer.Protocol.Clients;

/// <summary>How reading a client's document ended.</summary>
public abstract record ClientMetadataReading
{
    private ClientMetadataReading()
    {
    }

    /// <summary>It stands.</summary>
    /// <param name="Client">For the hot path; without secrets, enabled, of epoch 0.</param>
    /// <param name="Document">To be stored: JSON without empty members, without ids and without secrets.</param>
    public sealed record Accepted(Client Client, string Document) : ClientMetadataReading;

    /// <summary>It does not.</summary>
    /// <param name="Errors">Every reason that was found, at least one.</param>
    public sealed record Refused(IReadOnlyList<ClientMetadataError> Errors) : ClientMetadataReading;
}
