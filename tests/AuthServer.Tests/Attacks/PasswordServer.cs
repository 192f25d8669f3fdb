using System.Text.Json.Nodes;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>The server of the attacks on passwords: as it is by default, but for the cost of a hash.</summary>
public class PasswordServer : StandardServer
{
    /// <summary>The app that may use the JSON API.</summary>
    public const string FirstParty = "first-party";

    protected override string Declarations
    {
        get
        {
            var document = Document;
            var clients = document["clients"]!.AsArray(); // the document has some
            var app = clients.Single(c => (string?)c!["client_id"] == "spa")!.DeepClone();
            (app["client_id"], app["first_party"]) = (FirstParty, true);
            clients.Add(app);
            document["registration"] = JsonNode.Parse("""[{"kind":"user","role":"user"}]""");
            return document.ToJsonString();
        }
    }

    /// <summary>That app.</summary>
    public AppChannel NewApp() => new(Node.Address, FirstParty);

    /// <summary>Gives a person another password, as an older server might have stored it.</summary>
    public async Task SetPasswordAsync(string email, string? password, int iterations = 1000)
    {
        var hasher = new PasswordHasher<object>(
            Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        var hash = password is null ? null : hasher.HashPassword(new object(), password);
        await StoreHashAsync(email, hash);
    }

    /// <summary>Puts a text where the hash is.</summary>
    public Task StoreHashAsync(string email, string? hash) =>
        ExecuteAsync("UPDATE users SET password_hash = $2 WHERE email = $1", email, (object?)hash ?? DBNull.Value);

    /// <summary>A new person of whom something is different.</summary>
    /// <param name="change">An assignment of SQL.</param>
    public async Task<string> NewUserWithAsync(string change)
    {
        var email = await NewUserAsync();
        await ExecuteAsync($"UPDATE users SET {change} WHERE email = $1", email);
        return email;
    }

    /// <summary>An address as long as those of people, that nobody has.</summary>
    public static string Nobody() =>
        $"u{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}@example.org";

    /// <summary>Lets time pass for whoever is locked.</summary>
    public Task LetLocksPassAsync(TimeSpan by) => ExecuteAsync(
        "UPDATE sign_in_guard SET locked_until = locked_until - $1, failed_at = failed_at - $1, touched_at = touched_at - $1",
        by);
}

/// <summary>The classes that share it.</summary>
[CollectionDefinition(Name)]
public sealed class PasswordAttacks : ICollectionFixture<PasswordServer>
{
    public const string Name = "attacks on passwords";
}
