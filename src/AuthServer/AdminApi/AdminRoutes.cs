using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>The admin API.</summary>
internal static class AdminRoutes
{
    /// <summary>Maps every call of it.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/admin").RequireCors(CorsPolicies.FirstParty);
        UserCalls.Map(api.MapGroup("").WithTags("Administration: users"));
        TransferCalls.Map(api.MapGroup("").WithTags("Administration: users"));
        UserStateCalls.Map(api.MapGroup("").WithTags("Administration: users"));
        RevocationCalls.Map(api.MapGroup("").WithTags("Administration: revocations"));
        AuditCalls.Map(api.MapGroup("").WithTags("Administration: audit"));
        AuditExportCalls.Map(api.MapGroup("").WithTags("Administration: audit"));
        SessionCalls.Map(api.MapGroup("").WithTags("Administration: sessions"));
        AuthorizationCalls.Map(api.MapGroup("").WithTags("Administration: authorizations"));
        MessageCalls.Map(api.MapGroup("").WithTags("Administration: messages"));
        KeyCalls.Map(api.MapGroup("").WithTags("Administration: keys"));
        WebhookCalls.Map(api.MapGroup("").WithTags("Administration: webhooks"));
        DeliveryCalls.Map(api.MapGroup("").WithTags("Administration: webhooks"));
        StatisticsCalls.Map(api.MapGroup("").WithTags("Administration: statistics"));
        RegistrationTokenCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        ClientCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        ClientSecretCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        ScopeCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        ProviderCalls.Map(api.MapGroup("").WithTags("Administration: clients"));
        RoleCalls.Map(api.MapGroup("").WithTags("Administration: accounts"));
        RegistrationKindCalls.Map(api.MapGroup("").WithTags("Administration: accounts"));
        ProfileMemberCalls.Map(api.MapGroup("").WithTags("Administration: accounts"));
        BrandingCalls.Map(api.MapGroup("").WithTags("Administration: pages"));
        AttemptCalls.Map(api.MapGroup("").WithTags("Administration: attempts"));
        DeclarationCalls.Map(api.MapGroup("").WithTags("Administration: configuration"));
        ChangeCalls.Map(api.MapGroup("").WithTags("Administration: configuration"));
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services) =>
        services.AddSingleton<Administrators>().DescribeAdminApi();
}
