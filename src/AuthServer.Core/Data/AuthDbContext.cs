using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Data;

/// <summary>
/// The one database. It knows no room: each room configures its own entities beside them and reaches them through
/// <see cref="DbContext.Set{TEntity}()"/>.
/// </summary>
public sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSequence<long>(Epochs.Sequence);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
    }
}
