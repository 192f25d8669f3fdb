using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>The JSON account API.</summary>
internal static class AccountRoutes
{
    /// <summary>Maps every call of it.</summary>
    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/account").RequireCors(CorsPolicies.FirstParty);
        LogoutCalls.Map(api.MapGroup("").WithTags("Signing in"));
        SessionCalls.Map(api.MapGroup("").WithTags("Sessions"));
        AppCalls.Map(api.MapGroup("").WithTags("Apps"));
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAccountApi(this IServiceCollection services) =>
        services.AddSingleton<Callers>().AddDescription();
}
