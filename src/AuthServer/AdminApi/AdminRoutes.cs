
namespace AuthServer.AdminApi;

/// <summary>The admin API.</summary>
internal static class AdminRoutes
{
    /// <summary>Maps every call of it.</summary>
    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/admin").ExcludeFromDescription().AddEndpointFilter<AdminFilter>();
        RegistrationTokenCalls.Map(api);
        RevocationCalls.Map(api);
        UserCalls.Map(api);
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services) => services.AddSingleton<AdminFilter>();
}
