using System.Text.Json;
using AuthServer.Core.Users;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Reads a person's own profile.</summary>
public sealed class Profiles(NpgsqlDataSource database, SubjectCache subjects, AccountSchema schema, PendingChanges pending)
{
    /// <summary>As it is now.</summary>
    /// <returns>Null: the account is gone.</returns>
    public async Task<Profile?> FindAsync(Guid userId, CancellationToken ct)
    {
        if (await subjects.LoadAsync(userId, ct) is not { } person)
            return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        var kind = await KindOfAsync(connection, userId, ct);
        var members = (await schema.GetAsync(ct)).MembersOf(kind);
        return new Profile
        {
            Id = userId,
            Email = person.Email ?? "",
            EmailVerified = person.EmailVerified,
            FullName = person.Name,
            PhoneNumber = person.PhoneNumber,
            PhoneNumberVerified = person.PhoneNumberVerified,
            Roles = person.Roles,
            Members = members.ToDictionary(
                m => m.Name, m => person.Profile.TryGetValue(m.Name, out var value) ? value : (JsonElement?)null),
            PendingEmail = await pending.FindAsync(connection, userId, ContactKind.Email, ct),
            PendingPhoneNumber = await pending.FindAsync(connection, userId, ContactKind.Phone, ct),
        };
    }

    /// <summary>As what the person registered; null: somebody else made the account.</summary>
    internal static async Task<string?> KindOfAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT registration_kind FROM users WHERE id = $1", connection);
        command.Parameters.AddWithValue(userId);
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
