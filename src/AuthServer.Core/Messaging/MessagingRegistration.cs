using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Messaging.Transports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Registers the room.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// Adds <see cref="Outbox"/> and what delivers, reading the sections <c>Email</c> and <c>Sms</c>. Whoever hosts it may
    /// register a <see cref="BrandSource"/>.
    /// </summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmailOptions>().Bind(configuration.GetSection("Email"))
            .Configure(o => o.From ??= "no-reply@" + HostOf(configuration["Issuer"]))
            .Validate(o => o.Smtp.Timeout.Value > TimeSpan.Zero, "Email:Smtp:Timeout must be longer than nothing")
            .ValidateOnStart();
        services.AddOptions<SmsOptions>().Bind(configuration.GetSection("Sms")).ValidateOnStart();
        services.TryAddSingleton<BrandSource>(_ => ValueTask.FromResult(new MessageBrand("AuthServer", null, null)));
        services.AddSingleton<Outbox>().AddSingleton<OutboxQueue>().AddSingleton<MessageWriter>();
        services.AddSingleton<IMessageTransport>(p => OptionsOf<EmailOptions>(p).Value.Transport == EmailTransport.Smtp
            ? new SmtpTransport(OptionsOf<EmailOptions>(p))
            : new MailPickup(OptionsOf<EmailOptions>(p)));
        services.AddSingleton<IMessageTransport>(p => OptionsOf<SmsOptions>(p).Value.Transport == SmsTransport.Twilio
            ? new TwilioTransport(OptionsOf<SmsOptions>(p), p.GetRequiredService<TimeProvider>())
            : new SmsPickup(OptionsOf<SmsOptions>(p)));
        services.AddSingleton(p => new Delivery(
            p.GetRequiredService<Outbox>(), p.GetRequiredService<OutboxQueue>(), p.GetServices<IMessageTransport>(),
            p.GetRequiredService<MessageWriter>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<Delivery>>()));
        services.AddHostedService(p => p.GetRequiredService<Delivery>());
        services.AddSingleton(p => new MailHealth(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetServices<IMessageTransport>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PickupShelf(OptionsOf<EmailOptions>(p), OptionsOf<SmsOptions>(p)));
        services.AddSingleton<MessagePurge>().AddSingleton<MessageDirectory>().AddSingleton<MessageChanges>();
        return services;
    }

    private static IOptions<T> OptionsOf<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>();

    private static string HostOf(string? issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : "localhost";
}
