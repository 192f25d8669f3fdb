using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>What tells other clients that a person signed out: back channel, front channel, session iframe.</summary>
internal static class NoticeModules
{
    private const string Registered = "https://rp.example/post_logout_redirect";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-backchannel-rp-initiated-logout", BackChannelAsync),
        ("oidcc-frontchannel-rp-initiated-logout", BrowserModules.FrontChannelAsync),
        ("oidcc-session-management-rp-initiated-logout", BrowserModules.SessionAsync),
    ];

    private static async Task BackChannelAsync(ModuleRun run)
    {
        var path = "/backchannel/" + Letters.Random(10);
        var client = await run.SetUpAsync(c =>
        {
            c["post_logout_redirect_uris"] = new JsonArray(Registered);
            c["backchannel_logout_uri"] = run.Site.Address + path;
            c["backchannel_logout_session_required"] = true;
        });
        var flow = await run.FlowAsync(client, ("state", Letters.Random(128)));
        var state = LogoutModules.LogoutState();
        var visit = await LogoutModules.SignOutAsync(
            run, LogoutModules.Hint(flow), ("post_logout_redirect_uri", Registered), ("state", state));

        var call = (await Eventually.SeeAsync(() => Task.FromResult(run.Site.Calls(path)), calls => calls.Count > 0))[0];
        run.Found.Require("logout token", call.Form.ContainsKey("logout_token"), string.Join(' ', call.Form.Keys));
        run.Found.Warn("logout token", call.Form.Count == 1, $"came with {string.Join(' ', call.Form.Keys)}");
        CheckToken(run, client, flow.IdToken, Jwt.Parse(call.Form["logout_token"]));
        LogoutChecks.Returned(run, visit.Delivery, Registered, state);
        await LogoutChecks.SignedOutAsync(run, client);
    }

    private static void CheckToken(ModuleRun run, RpClient client, Jwt idToken, Jwt? token)
    {
        run.Found.Require("logout token", token is not null, "does not parse");
        run.Found.Check("logout token", run.Provider.Keys.WhyNotSigned(token) is null, run.Provider.Keys.WhyNotSigned(token) ?? "");
        run.Found.Check("logout token", token["iss"] == run.Provider.Issuer, $"iss {token["iss"]}");
        run.Found.Check("logout token", IdTokenChecks.Audiences(token.Claims).Contains(client.Id), $"aud {token["aud"]}");
        var now = TimeProvider.System.GetUtcNow();
        var iat = token.Seconds("iat");
        run.Found.Check(
            "logout token", iat <= now.AddSeconds(5).ToUnixTimeSeconds() && iat > now.AddDays(-1).ToUnixTimeSeconds(), $"iat {iat}");
        run.Found.Check("logout token", token["jti"] is { Length: > 0 }, "no jti");
        run.Found.Check("logout token", token["nonce"] is null, "a nonce");
        var isEvent = token.Claims.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object
            && events.EnumerateObject().ToList() is [{ Name: Event, Value: { ValueKind: JsonValueKind.Object } value }]
            && !value.EnumerateObject().Any();
        run.Found.Check("logout token", isEvent, $"events {events}");
        run.Found.Check("logout token", token["sub"] is not null || token["sid"] is not null, "neither sub nor sid");
        foreach (var claim in (string[])["sub", "sid"])
            run.Found.Check("logout token", token[claim] is null || token[claim] == idToken[claim], $"{claim} {token[claim]}");
    }
}
