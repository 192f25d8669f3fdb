using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Discovery;
using AuthServer.Protocol.Introspection;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Logout;
using AuthServer.Protocol.Registration;
using AuthServer.Protocol.Revocation;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.UserInfo;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;

namespace AuthServer.Hosting;

/// <summary>The law, assembled. Everything in it is stateless and lives as long as the server.</summary>
internal static class ProtocolServices
{
    public static IServiceCollection AddProtocol(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ICallerAddress, CallerAddress>();
        services.AddSingleton<IIssuer, Issuer>();
        services.AddSingleton(LifetimesOf(configuration));

        services.AddSingleton<IGuessLimit, GuessLimit>();
        services.AddSingleton<ClientKeys>().AddSingleton<SectorDocument>().AddSingleton<ResponseTokens>();
        services.AddSingleton<ClientAssertions>().AddSingleton<ClientAuthenticator>();
        services.AddSingleton<Envelopes>().AddSingleton<OwnKeys>().AddSingleton<Codes>().AddSingleton<RefreshTokens>();
        services.AddSingleton<AccessTokens>().AddSingleton<VerifiedTokens>().AddSingleton<AccessTokenReader>().AddSingleton<IdTokens>().AddSingleton<IdTokenReader>();
        services.AddSingleton<SubjectIds>().AddSingleton<TokenIssuer>().AddSingleton<LiveTokens>();

        services.AddSingleton<RequestObjects>().AddSingleton<AuthorizeRules>().AddSingleton<AuthorizeReader>();
        services.AddSingleton<CodeContent>().AddSingleton<AnswerIssuer>().AddSingleton<AuthorizeFlow>().AddSingleton<PushFlow>();
        services.AddSingleton<IGrant, AuthorizationCodeGrant>();
        services.AddSingleton<IGrant, RefreshTokenGrant>();
        services.AddSingleton<IGrant, ClientCredentialsGrant>();
        services.AddSingleton<TokenFlow>().AddSingleton<FirstPartyTokens>();
        services.AddSingleton<UserInfoFlow>().AddSingleton<IntrospectionFlow>().AddSingleton<RevocationFlow>();
        services.AddSingleton<RegistrationReader>().AddSingleton<RegistrationFlow>().AddSingleton<RegistrationAnswer>();
        services.AddSingleton<IClientDocuments, ClientDocuments>();
        services.AddSingleton<EndSessionFlow>().AddSingleton<LogoutTokens>().AddSingleton<FrontChannelLogout>();
        services.AddSingleton(new UiLocales(Languages.All)).AddSingleton<Metadata>();
        return services;
    }

    private static Lifetimes LifetimesOf(IConfiguration configuration)
    {
        var standard = new Lifetimes();
        var lifetimes = new Lifetimes
        {
            AccessToken = configuration.GetDuration("Tokens:AccessLifetime", standard.AccessToken),
            IdToken = configuration.GetDuration("Tokens:IdLifetime", standard.IdToken),
            RefreshToken = configuration.GetDuration("Tokens:RefreshLifetime", standard.RefreshToken),
            RefreshAbsolute = configuration.GetDuration("Tokens:RefreshAbsoluteLifetime", standard.RefreshAbsolute),
            Code = configuration.GetDuration("Tokens:CodeLifetime", standard.Code),
            RefreshGrace = configuration.GetDuration("Tokens:RefreshGrace", standard.RefreshGrace),
        };
        // A shorter grace would punish clients for a slow network, not thieves.
        return lifetimes.RefreshGrace == TimeSpan.Zero || lifetimes.RefreshGrace >= TimeSpan.FromSeconds(45)
            ? lifetimes
            : throw new SettingException("Tokens:RefreshGrace must be 0s or at least 45s");
    }
}
