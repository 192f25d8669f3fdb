using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Whoever has something to write in the transaction of an event: a higher room than this.</summary>
public interface IAuditListener
{
    /// <summary>An event is saved with the caller's other changes.</summary>
    /// <param name="id">The event's.</param>
    void Happened(AuthDbContext db, Guid id, DateTimeOffset at, AuditEvent happened);

    /// <summary>An event is written in a batch: what goes with it.</summary>
    /// <inheritdoc cref="Happened"/>
    IEnumerable<NpgsqlBatchCommand> CommandsOf(Guid id, DateTimeOffset at, AuditEvent happened);
}
