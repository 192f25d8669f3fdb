using System.Globalization;
using System.Text.Json;
using AuthServer.Core.Credentials;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Transfer;

/// <summary>Reads lines of an import: the members of a declared user, and what only a system that moves knows.</summary>
/// <param name="roles">That exist.</param>
/// <param name="profile">The declared members.</param>
internal sealed class ImportReader(IReadOnlySet<string> roles, IReadOnlyList<ProfileMember> profile, TimeProvider clock)
{
    private const int MaxDepth = 16;
    private const int MaxLocaleLength = 35;

    /// <summary>Reads one.</summary>
    /// <returns>Null, and every reason at once, where it is refused. No reason holds a value of the line.</returns>
    public ImportedUser? Read(long line, ReadOnlyMemory<byte> utf8, out IReadOnlyList<ImportProblem> problems)
    {
        var found = new List<ImportProblem>();
        problems = found;
        if (StrictJson.TryReadObject(utf8.ToArray(), MaxDepth, out _) is not { } json)
        {
            found.Add(new ImportProblem("", "is no JSON object of one reading"));
            return null;
        }

        var members = new DeclaredObject(json, "", (member, text) => found.Add(new ImportProblem(member, text)));
        var account = DeclaredUser.Read(members);
        var id = ReadId(members);
        var hash = members.Text("password_hash", JudgeHash);
        var locale = members.Text("locale", maxLength: MaxLocaleLength);
        var createdAt = ReadTime(members);
        if (account.Password is not null)
            members.Fail("password", "must not be there: a line holds password_hash");
        Judge(account, members);
        return members.End() && EmailAddress.TryParse(account.Email) is { } email
            ? new ImportedUser(line, id, email, account) { PasswordHash = hash, Locale = locale, CreatedAt = createdAt }
            : null;
    }

    private static string? JudgeHash(string hash) =>
        PasswordVerifier.CanVerify(hash) ? null : "must be bcrypt, Argon2, scrypt, PBKDF2 or ASP.NET Identity's, of a bearable cost";

    private void Judge(NewUser account, DeclaredObject members)
    {
        foreach (var role in account.Roles)
        {
            if (StandardScopes.IsOfAdministrators(role))
                members.Fail("roles", "must not make an administrator");
            else if (!roles.Contains(role))
                members.Fail("roles", $"there is no role '{role}'");
        }

        foreach (var (name, value) in account.Profile ?? new Dictionary<string, JsonElement>())
        {
            if (profile.FirstOrDefault(m => m.Name == name) is { } member)
            {
                if (ProfileRules.Judge(member, value) is { } complaint)
                    members.Fail($"profile.{name}", $"is refused: {complaint.Code}");
            }
            else if (!Protocol.Issuing.ProfileClaims.Standard.Contains(name))
            {
                members.Fail($"profile.{name}", "is no declared profile member");
            }
        }
    }

    private Guid ReadId(DeclaredObject members)
    {
        if (members.Text("id") is not { } text)
            return Guid.CreateVersion7(clock.GetUtcNow());
        if (!Guid.TryParse(text, out var id) || id == Guid.Empty)
            members.Fail("id", "must be a UUID");
        return id;
    }

    private DateTimeOffset ReadTime(DeclaredObject members)
    {
        var now = clock.GetUtcNow();
        if (members.Text("created_at") is not { } text)
            return now;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || time > now
            || time.Year < 1970)
            members.Fail("created_at", "must be a time since 1970 (RFC 3339)");
        return time.ToUniversalTime();
    }
}

/// <summary>What is wrong with a line.</summary>
/// <param name="Member">Which member; empty: the line.</param>
public sealed record ImportProblem(string Member, string Text);
