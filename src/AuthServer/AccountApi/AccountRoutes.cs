using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>The JSON account API.</summary>
internal static class AccountRoutes
{
    /// <summary>Maps every call of it.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/account").RequireCors(CorsPolicies.FirstParty);
        RegistrationCalls.Map(api.MapGroup("").WithTags("Registering"));
        var signingIn = api.MapGroup("").WithTags("Signing in");
        LoginCalls.Map(signingIn);
        OtpCalls.Map(signingIn);
        LogoutCalls.Map(signingIn);
        PasswordCalls.Map(api.MapGroup("").WithTags("Passwords"));
        UnlockCalls.Map(api.MapGroup("").WithTags("Passwords"));
        ProfileCalls.Map(api.MapGroup("").WithTags("Profile"));
        SessionCalls.Map(api.MapGroup("").WithTags("Sessions"));
        AppCalls.Map(api.MapGroup("").WithTags("Apps"));
        GroupCalls.Map(api.MapGroup("").WithTags("Groups"));
        DataCalls.Map(api.MapGroup("").WithTags("Data"));
    }

    /// <summary>Adds what the calls stand on.</summary>
    public static IServiceCollection AddAccountApi(this IServiceCollection services) =>
        services.AddSingleton<Callers>().AddSingleton<NativeSignIn>();
}
