namespace AuthServer.Protocol.Issuing;

/// <summary>Where people are found for tokens.</summary>
public interface ISubjects
{
    /// <summary>The snapshot, also of a disabled user; null when there is none.</summary>
    ValueTask<Subject?> FindAsync(Guid userId, CancellationToken ct);
}
