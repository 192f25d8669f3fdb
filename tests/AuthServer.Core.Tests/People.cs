using AuthServer.Core.Credentials;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServer.Core.Tests;

/// <summary>A node with the rooms that know people, and a few people.</summary>
internal static class People
{
    public const string Password = "Correct-Horse-7";

    public static ServiceProvider PeopleNode(this TestDatabase database, FakeClock clock, params (string, string)[] settings) =>
        database.Node(
            (services, configuration) => services.AddRevocations().AddUsers().AddCredentials(configuration).AddSessions(configuration).AddSignIn()
                .AddSingleton<TimeProvider>(clock).AddSingleton<IIssuer>(new FixedIssuer()),
            [("Password:Iterations", "1000"), ("Password:LongestWait", "60s"), .. settings]);

    /// <summary>A new person, whom no other test knows.</summary>
    public static async Task<(Guid Id, string Email)> AddPersonAsync(
        this ServiceProvider node, string? password = Password, Func<NewUser, NewUser>? with = null)
    {
        var user = new NewUser { Email = $"{Guid.CreateVersion7():N}@example.org", Password = password, EmailVerified = true };
        user = with?.Invoke(user) ?? user;
        return await node.CreateUserAsync(user) is UserCreation.Created made
            ? (made.UserId, user.Email)
            : throw new InvalidOperationException("not made");
    }

    /// <summary>The person signs in with a browser that keeps these marks. What it keeps from then on.</summary>
    public static async Task<string> RememberAsync(this ServiceProvider node, Guid userId, string? marks)
    {
        await using var batch = node.GetRequiredService<NpgsqlDataSource>().CreateBatch();
        var keep = node.GetRequiredService<KnownDevices>().AddTo(batch, userId, marks);
        return keep(await batch.ExecuteScalarAsync() as string);
    }

    public static async Task<Session> BeginAsync(this ServiceProvider node, NewSession wanted)
    {
        await using var batch = node.GetRequiredService<NpgsqlDataSource>().CreateBatch();
        var session = node.GetRequiredService<SessionStore>().AddTo(batch, wanted);
        await batch.ExecuteNonQueryAsync();
        return session;
    }

    public static async Task<UserCreation> CreateUserAsync(this ServiceProvider node, NewUser user)
    {
        await using var scope = node.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserDirectory>().CreateAsync(user, default);
    }

    public static async Task EnsureRolesAsync(this ServiceProvider node, params string[] roles)
    {
        await using var scope = node.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDirectory>().EnsureRolesAsync(roles, default);
    }

    /// <summary>The session as the node's pages see it.</summary>
    public static ValueTask<Session?> FindLiveAsync(this ServiceProvider node, Guid id, CancellationToken ct) =>
        node.GetRequiredService<LiveSessions>().FindAsync(id, ct);

    public static async Task ExecuteAsync(this ServiceProvider node, string sql, params object[] values)
    {
        await using var command = node.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(this ServiceProvider node, string sql, params object[] values)
    {
        await using var command = node.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return (T)(await command.ExecuteScalarAsync())!; // every query of the tests has a row
    }
}
