using System.Text.Json;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Clients;
using AuthServer.Core.Credentials;
using AuthServer.Core.Keys;
using AuthServer.Core.Messaging;
using AuthServer.Core.Otp;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Tests;

/// <summary>A node with all rooms that accounts need, its keys loaded, and what it wrote to people.</summary>
internal static class Accounts
{
    public const string Issuer = "https://id.example";

    /// <summary>As in the specification of declarations: three kinds, two members.</summary>
    public static readonly AccountShape Shape = new(
        [
            new RegistrationKind("user", "user", []),
            new RegistrationKind("supplier", "supplier", ["company_name"]),
            new RegistrationKind("client", "user", ["company_name", "phone_number"]),
        ],
        [
            new ProfileMember { Name = "company_name", Type = "string", MaxLength = 20, Kinds = ["supplier", "client"] },
            new ProfileMember { Name = "client_type", Type = "string", OneOf = ["council", "private"], Kinds = ["client"] },
            new ProfileMember { Name = "employees", Type = "integer" },
            new ProfileMember { Name = "rating", Type = "number" },
            new ProfileMember { Name = "newsletter", Type = "boolean" },
        ]);

    public static async Task<ServiceProvider> AccountNodeAsync(
        this TestDatabase database, TimeProvider clock, params (string, string)[] settings)
    {
        var log = new Recorder();
        var node = database.Node(
            (services, configuration) => services
                .AddLogging(l => l.AddProvider(log)).AddSingleton(log)
                .AddKeys(configuration).AddRevocations().AddClients(configuration).AddMessaging(configuration).AddUsers()
                .AddCredentials(configuration).AddOtp(configuration).AddSessions(configuration).AddAuthorizations()
                .AddSignIn().AddOwnAccounts()
                .AddSingleton(new Lifetimes()).AddSingleton<Envelopes>().AddSingleton<IIssuer>(new FixedIssuer())
                .AddSingleton(clock),
            [("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"), ("Password:Iterations", "1000"),
                ("Password:Waiting", "1000"), ("Password:LongestWait", "60s"), .. settings]);
        await node.GetRequiredService<KeyRing>().LoadAsync(default);
        await node.EnsureRolesAsync("user", "supplier");
        await using var scope = node.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<AccountSchemaDirectory>();
        foreach (var kind in Shape.Kinds)
            await directory.PutKindAsync(kind, default);
        foreach (var member in Shape.Members)
            await directory.PutMemberAsync(member, default);
        await directory.OrderAsync([.. Shape.Kinds.Select(k => k.Kind)], [.. Shape.Members.Select(m => m.Name)], default);
        return node;
    }

    /// <summary>An address that no other test knows.</summary>
    public static string NewEmail() => $"{Guid.CreateVersion7():N}@example.org";

    public static JsonElement Json(object? value) => JsonSerializer.SerializeToElement(value);

    /// <summary>What was written to an address or number, oldest first.</summary>
    public static async Task<List<Written>> WrittenToAsync(this ServiceProvider node, string recipient)
    {
        await using var command = node.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            SELECT kind, channel, payload, locale, expires_at, user_id FROM outbox WHERE recipient = $1
            ORDER BY created_at, xmin::text::bigint
            """);
        command.Parameters.AddWithValue(recipient);
        var written = new List<Written>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            written.Add(new Written(
                (MessageKind)row.GetInt16(0),
                (MessageChannel)row.GetInt16(1),
                MessagePayload.Open(node.GetRequiredService<Envelopes>(), row.GetString(2)) ?? throw new InvalidOperationException(),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
                row.IsDBNull(5) ? null : row.GetGuid(5)));
        }

        return written;
    }

    /// <summary>The newest code that was written there.</summary>
    public static async Task<string> CodeToAsync(this ServiceProvider node, string recipient) =>
        (await node.WrittenToAsync(recipient))[^1].Payload.Code ?? throw new InvalidOperationException("no code");

    /// <summary>The token of the newest link that was written there.</summary>
    public static async Task<string> LinkTokenToAsync(this ServiceProvider node, string recipient) =>
        (await node.WrittenToAsync(recipient))[^1].Payload.Link?.Split("?token=")[1]
        ?? throw new InvalidOperationException("no link");

    /// <summary>Other digits, as many.</summary>
    public static string Other(string code) => string.Concat(code.Select(c => c == '9' ? '0' : (char)(c + 1)));

    internal sealed record Written(
        MessageKind Kind, MessageChannel Channel, MessagePayload Payload, string? Locale, DateTimeOffset? ExpiresAt, Guid? UserId);
}
