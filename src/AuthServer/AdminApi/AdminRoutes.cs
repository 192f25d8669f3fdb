using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>The admin API.</summary>
internal static class AdminRoutes
{
    /// <summary>Maps every call of it.</summary>
    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/admin").RequireCors(CorsPolicies.FirstParty);
        UserCalls.Map(api.MapGroup("").WithTags("Administration: users"));
        RevocationCalls.Map(api.MapGroup("").WithTags("Administration: revocations"));
        RegistrationTokenCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        DeclarationCalls.Map(api.MapGroup("").WithTags("Administration: configuration"));
        ChangeCalls.Map(api.MapGroup("").WithTags("Administration: configuration"));
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services) =>
        services.AddSingleton<Administrators>().DescribeAdminApi();
}
