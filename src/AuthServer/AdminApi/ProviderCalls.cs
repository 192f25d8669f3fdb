using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/providers: where people may sign in besides here. Their secrets go in and never come out.</summary>
internal static class ProviderCalls
{
    public static void Map(IEndpointRouteBuilder api) =>
        new ObjectCalls(AuditTargets.Provider, "/providers", "scheme", AdminRights.Clients, ("provider", "providers"), new JsonObject
        {
            ["scheme"] = "corp",
            ["display_name"] = "Corp SSO",
            ["issuer"] = "https://sso.corp.example",
            ["client_id"] = "acme",
            ["has_secret"] = true,
        }).MapAll(
            api,
            """{"scheme":"corp","display_name":"Corp SSO","issuer":"https://sso.corp.example","client_id":"acme","client_secret":"k3Jv…"}""");
}
