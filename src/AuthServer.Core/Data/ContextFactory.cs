using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Data;

/// <summary>
/// Makes contexts. EF's own factory prepares itself when whoever needs it is made, and half of all services do: this one
/// does when the first context is asked for, which no start does that finds everything in its place.
/// </summary>
internal sealed class ContextFactory(IServiceProvider services) : IDbContextFactory<AuthDbContext>
{
    private readonly Lazy<DbContextOptions<AuthDbContext>> _options = new(services.GetRequiredService<DbContextOptions<AuthDbContext>>);

    /// <inheritdoc/>
    public AuthDbContext CreateDbContext() => new(_options.Value);
}
