using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Somebody with a browser, who signs in where asked and allows what is asked.</summary>
public sealed class Person(StandardServer server, string email) : IDisposable
{
    /// <summary>A verifier; every request of ours uses this one.</summary>
    public const string Verifier = "a-verifier-of-tests-which-is-long-enough-0123456789";

    /// <summary>Its challenge.</summary>
    public static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Cookies and all.</summary>
    public Browser Browser { get; } = server.NewBrowser();

    /// <summary>A new account in a new browser.</summary>
    public static async Task<Person> NewAsync(StandardServer server, params string[] roles) =>
        new(server, await server.NewUserAsync(roles));

    public string Email => email;

    /// <summary>The members of a good authorization request; <paramref name="changes"/> replace, add, or with null remove.</summary>
    public static string AuthorizeUrl(string clientId, params (string Name, string? Value)[] changes)
    {
        var members = new List<(string Name, string? Value)>
        {
            ("client_id", clientId), ("redirect_uri", StandardServer.Callback), ("response_type", "code"),
            ("scope", "openid offline_access orders.read"), ("state", "s-1"), ("nonce", "n-1"),
            ("code_challenge", Challenge), ("code_challenge_method", "S256"),
        };
        foreach (var change in changes)
        {
            var at = members.FindIndex(m => m.Name == change.Name);
            if (at >= 0)
                members[at] = change;
            else
                members.Add(change);
        }

        return "/connect/authorize?" + string.Join(
            '&', members.Where(m => m.Value is not null).Select(m => $"{m.Name}={Uri.EscapeDataString(m.Value!)}"));
    }

    /// <summary>Opens an address and goes on, over sign-in and consent, until an app or an error page is reached.</summary>
    public async Task<Reply> WalkAsync(string url)
    {
        var reply = await Browser.FollowAsync(await Browser.GetAsync(url));
        if (reply.Url.AbsolutePath == "/account/login")
            reply = await SignInAsync(reply);
        if (reply.Url.AbsolutePath == "/account/consent")
            reply = await Browser.FollowAsync(await Browser.SubmitAsync(reply, ("decision", "allow")));
        return reply;
    }

    /// <summary>Walks as far as the question whether to allow it.</summary>
    public async Task<Reply> WalkToConsentAsync(string clientId, params (string Name, string? Value)[] changes)
    {
        var reply = await Browser.FollowAsync(await Browser.GetAsync(AuthorizeUrl(clientId, changes)));
        if (reply.Url.AbsolutePath == "/account/login")
            reply = await SignInAsync(reply);
        Assert.True(reply.Url.AbsolutePath == "/account/consent", reply.ToString());
        return reply;
    }

    /// <summary>Fills in the sign-in page.</summary>
    public async Task<Reply> SignInAsync(Reply page) => await Browser.FollowAsync(
        await Browser.SubmitAsync(page, ("Email", email), ("Password", StandardServer.Password)));

    /// <summary>At the account's page.</summary>
    public async Task SignOutAsync() => Assert.Equal(
        System.Net.HttpStatusCode.Redirect, (await Browser.SubmitAsync(await Browser.GetAsync("/account/logout"))).Status);

    /// <summary>Walks to a code.</summary>
    public async Task<string> CodeAsync(string clientId, params (string Name, string? Value)[] changes)
    {
        var reply = await WalkAsync(AuthorizeUrl(clientId, changes));
        Assert.True(reply.Query.ContainsKey("code"), reply.ToString() + reply.Location);
        return reply.Query["code"];
    }

    /// <summary>Redeems a code the right way.</summary>
    public static async Task<Reply> RedeemAsync(StandardServer server, string clientId, string code, string redirectUri = StandardServer.Callback)
    {
        using var channel = server.NewBackChannel();
        return await channel.TokenAsync(
            StandardServer.Login(clientId), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", redirectUri), ("code_verifier", Verifier));
    }

    /// <summary>Walks to tokens.</summary>
    public async Task<Reply> TokensAsync(string clientId, params (string Name, string? Value)[] changes)
    {
        var redirectUri = changes.FirstOrDefault(c => c.Name == "redirect_uri").Value ?? StandardServer.Callback;
        var reply = await RedeemAsync(server, clientId, await CodeAsync(clientId, changes), redirectUri);
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, reply.ToString());
        return reply;
    }

    public void Dispose() => Browser.Dispose();
}
