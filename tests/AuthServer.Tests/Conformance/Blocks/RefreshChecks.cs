using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>Steps 1 to 6 of <c>oidcc-refresh-token</c>.</summary>
internal static class RefreshChecks
{
    /// <summary>What the request says to be given one.</summary>
    public static (string Name, string? Value)[] Asking => [("scope", "openid offline_access"), ("prompt", "consent")];

    /// <param name="scope">What the request repeats; null: it does not say.</param>
    public static async Task<Reply> RefreshAsync(ModuleRun run, RpClient client, Flow flow, string? scope)
    {
        var token = flow.Tokens?["refresh_token"];
        run.Found.Require("refresh token", token is not null, "was not issued, though offline_access was granted");
        run.Found.Warn("refresh token", run.Provider.List("grant_types_supported").Contains("refresh_token"), "is not in discovery");
        run.Found.Check("refresh token", token.All(c => c is >= ' ' and <= '~'), "holds characters that it must not");

        await run.PauseAsync(1.05); // a new ID token has another iat, in seconds
        (string, string)[] members = [("grant_type", "refresh_token"), ("refresh_token", token)];
        var reply = await run.TokenAsync(client, scope is null ? members : [.. members, ("scope", scope)]);
        TokenChecks.Response(run, reply);
        run.Found.Check("no-store", reply.Header("Cache-Control")?.Contains("no-store", StringComparison.Ordinal) == true, "is absent");
        CheckStrength(run, "access token", reply["access_token"] ?? "");
        run.Found.Check("access token", reply["access_token"] != flow.AccessToken, "is the old one");
        if (reply["refresh_token"] is { } next)
            CheckStrength(run, "refresh token", next);
        if (reply["id_token"] is { } text)
            CheckIdToken(run, flow.IdToken, Jwt.Parse(text));
        await UserInfoChecks.GetAsync(run, reply["access_token"] ?? "");
        return reply;
    }

    private static void CheckStrength(ModuleRun run, string what, string token)
    {
        run.Found.Check(what, token.Length >= 16 && Letters.Entropy(token) > 96, $"has {Letters.Entropy(token)} bits");
        run.Found.Check(what, token.All(c => c is >= ' ' and <= '~'), "holds characters that it must not");
    }

    private static void CheckIdToken(ModuleRun run, Jwt first, Jwt? token)
    {
        run.Found.Require("refreshed ID token", token is not null, "does not parse");
        run.Found.Check("refreshed ID token", run.Provider.Keys.WhyNotSigned(token) is null, "its signature does not stand");
        foreach (var claim in (string[])["iss", "sub", "aud", "azp"])
            run.Found.Check("refreshed ID token", token[claim] == first[claim], $"{claim} is {token[claim]}, was {first[claim]}");
        run.Found.Check("refreshed ID token", token["iat"] != first["iat"], "iat is the old one");
        run.Found.Check("refreshed ID token", token["auth_time"] is null || token["auth_time"] == first["auth_time"], "auth_time is another");
    }
}
