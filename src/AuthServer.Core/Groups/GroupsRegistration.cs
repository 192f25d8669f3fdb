using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Groups;

/// <summary>Registers the room.</summary>
public static class GroupsRegistration
{
    /// <summary>Adds <see cref="GroupStore"/>.</summary>
    public static IServiceCollection AddGroups(this IServiceCollection services) => services.AddSingleton<GroupStore>();
}
