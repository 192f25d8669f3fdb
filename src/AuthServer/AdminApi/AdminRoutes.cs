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
        SessionCalls.Map(api.MapGroup("").WithTags("Administration: sessions"));
        AuthorizationCalls.Map(api.MapGroup("").WithTags("Administration: authorizations"));
        RevocationCalls.Map(api.MapGroup("").WithTags("Administration: revocations"));
        MessageCalls.Map(api.MapGroup("").WithTags("Administration: messages"));
        KeyCalls.Map(api.MapGroup("").WithTags("Administration: keys"));
        WebhookCalls.Map(api.MapGroup("").WithTags("Administration: webhooks"));
        DeliveryCalls.Map(api.MapGroup("").WithTags("Administration: webhooks"));
        StatisticsCalls.Map(api.MapGroup("").WithTags("Administration: statistics"));
        RegistrationTokenCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services) =>
        services.AddSingleton<Administrators>().DescribeAdminApi();
}
