namespace AuthServer.Protocol.Issuing;

/// <summary>What is revoked, in every node's memory.</summary>
public interface IRevocations
{
    /// <summary>The server's epoch now.</summary>
    long ServerEpoch { get; }

    /// <summary>Makes sure that the memory is current; asks the database when it is not.</summary>
    /// <exception cref="System.Data.Common.DbException">It could not be made current: answer 503, never "active".</exception>
    ValueTask EnsureFreshAsync(CancellationToken ct);

    /// <summary>Whether anything revokes this token. Call <see cref="EnsureFreshAsync"/> first.</summary>
    bool Covers(AccessToken token);

    /// <summary>Revokes one access token, in force here at once and everywhere within a second.</summary>
    /// <exception cref="System.Data.Common.DbException">Nothing was revoked: answer 503, never 200.</exception>
    Task RevokeAsync(AccessToken token, CancellationToken ct);
}
