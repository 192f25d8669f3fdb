using System.Net;
using System.Text.Json.Nodes;
using AuthServer.Tests.Conformance.Blocks;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Modules;

/// <summary>What clients say when they register, and what becomes of it.</summary>
internal static class RegistrationModules
{
    public static IReadOnlyList<(string Name, Func<ModuleRun, Task> Run)> All { get; } =
    [
        ("oidcc-redirect-uri-regfrag", RedirectUriWithFragmentAsync),
        ("oidcc-registration-logo-uri", run => ShownAsync(run, "logo_uri", "img", "src")),
        ("oidcc-registration-policy-uri", run => ShownAsync(run, "policy_uri", "a", "href")),
        ("oidcc-registration-tos-uri", run => ShownAsync(run, "tos_uri", "a", "href")),
        ("oidcc-registration-jwks-uri", KeysByReferenceAsync),
        ("oidcc-registration-sector-uri", SectorAsync),
        ("oidcc-registration-sector-bad", BadSectorAsync),
        ("oidcc-3rd_party-init-login", InitiateLoginAsync),
        ("oidcc-3rd_party-init-login-nohttps", InsecureInitiateLoginAsync),
    ];

    private static async Task RedirectUriWithFragmentAsync(ModuleRun run)
    {
        await run.LoadProviderAsync();
        await RegistrationChecks.RefusedAsync(
            run, c => c["redirect_uris"] = new JsonArray(ConformanceServer.Callback + "#foobar"),
            "invalid_redirect_uri", "invalid_client_metadata");
    }

    /// <summary>The sign-in page, which is the first that the person sees, shows it.</summary>
    private static async Task ShownAsync(ModuleRun run, string member, string element, string attribute)
    {
        var address = $"https://rp.example/{member}/{Letters.Random(10)}";
        var client = await run.SetUpAsync(c => c[member] = address);
        run.Driver.Answers = false;
        var visit = await run.OpenAsync(run.Request(client));
        run.Found.Require("page", visit.Delivery is null && run.Driver.SignIns == 1, visit.ToString());
        var shown = visit.Last.Page.QuerySelectorAll(element).Select(e => e.GetAttribute(attribute)).ToList();
        run.Found.Check("page", shown.Contains(address), $"no {element} with {address}: {string.Join(' ', shown)}");
    }

    private static async Task KeysByReferenceAsync(ModuleRun run)
    {
        var path = "/" + Letters.Random(10);
        var key = new RpKey(Letters.Random(10));
        run.Site.Publish(path, "application/json", key.ToJwks().ToJsonString());
        await run.LoadProviderAsync();
        var client = await run.RegisterAsync(
            c =>
            {
                c.Remove("jwks");
                c["jwks_uri"] = run.Site.Address + path;
            },
            key);
        await run.FlowAsync(client);
        run.Found.Check("jwks_uri", run.Site.Calls(path).Count > 0, "was not fetched");
    }

    private static async Task SectorAsync(ModuleRun run)
    {
        var client = await run.SetUpAsync(c => Pairwise(run, c, ConformanceServer.Callback));
        run.Found.Check("pairwise", run.Provider.List("subject_types_supported").Contains("pairwise"), "is not offered");
        run.Found.Check("sector", run.Site.Calls(Sector(client)).Count > 0, "was not fetched");
    }

    private static async Task BadSectorAsync(ModuleRun run)
    {
        await run.LoadProviderAsync();
        await RegistrationChecks.RefusedAsync(run, c => Pairwise(run, c, "https://example.com/op"), "invalid_client_metadata");
    }

    private static async Task InitiateLoginAsync(ModuleRun run)
    {
        const string Address = "https://rp.example/initiate";
        var client = await run.SetUpAsync(c => c["initiate_login_uri"] = Address);
        run.Found.Check("answer", client.Registration?.GetProperty("initiate_login_uri").GetString() == Address, $"{client.Registration}");
        run.Found.Require("management", client.ManagementUri is not null, "registration_client_uri is absent");
        var reply = await run.Channel.GetAsync(client.ManagementUri, client.ManagementToken);
        run.Found.Check("management", reply.Status == HttpStatusCode.OK && RegistrationChecks.HasJson(reply), reply.ToString());
        run.Found.Check("management", reply["initiate_login_uri"] == Address, reply.ToString());
    }

    private static async Task InsecureInitiateLoginAsync(ModuleRun run)
    {
        await run.LoadProviderAsync();
        await RegistrationChecks.RefusedAsync(run, c => c["initiate_login_uri"] = "http://rp.example/initiate", "invalid_client_metadata");
    }

    private static void Pairwise(ModuleRun run, JsonObject client, string listed)
    {
        var path = "/sector/" + Letters.Random(10);
        run.Site.Publish(path, "application/json", new JsonArray(listed).ToJsonString());
        client["subject_type"] = "pairwise";
        client["sector_identifier_uri"] = run.Site.Address + path;
    }

    private static string Sector(RpClient client) =>
        new Uri(client.Registration?.GetProperty("sector_identifier_uri").GetString() ?? "about:blank").AbsolutePath;
}
