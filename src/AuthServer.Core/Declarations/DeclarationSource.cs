#pragma warning disable
namespace AuthServer.Core.Declarations;
public sealed class DeclarationSource
{
    public bool IsDemo() => false;
    public Task ApplyAsync(CancellationToken ct) => Task.CompletedTask;
    public Task WatchAsync(CancellationToken ct) => Task.Delay(-1, ct);
}
public static class DeclarationServices { public static Microsoft.Extensions.DependencyInjection.IServiceCollection AddDeclarations(this Microsoft.Extensions.DependencyInjection.IServiceCollection s, Microsoft.Extensions.Configuration.IConfiguration c) { Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<DeclarationSource>(s); return s; } }
