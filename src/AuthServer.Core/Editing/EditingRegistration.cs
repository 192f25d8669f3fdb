using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Editing;

/// <summary>What this room offers.</summary>
public static class EditingRegistration
{
    /// <summary>Adds <see cref="ObjectEdits"/> and <see cref="ClientEdits"/>, one each an edit.</summary>
    public static IServiceCollection AddEditing(this IServiceCollection services)
    {
        services.AddScoped<EditTransaction>();
        services.AddScoped<KnownObjects>();
        services.AddScoped<EditableKind, EditableScopes>();
        services.AddScoped<EditableKind, EditableRoles>();
        services.AddScoped<EditableKind, EditableProviders>();
        services.AddScoped<EditableKind, EditableRegistrationKinds>();
        services.AddScoped<EditableKind, EditableProfileMembers>();
        services.AddScoped<EditableKind, EditableBranding>();
        services.AddScoped(s => new ObjectEdits(
            s.GetRequiredService<EditTransaction>(), s.GetRequiredService<KnownObjects>(), s.GetServices<EditableKind>()));
        services.AddScoped<ClientEdits>();
        services.AddScoped<ClientRecords>();
        return services;
    }
}
