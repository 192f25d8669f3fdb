using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/scopes: what apps may ask for.</summary>
internal static class ScopeCalls
{
    public static void Map(IEndpointRouteBuilder api) =>
        new ObjectCalls(AuditTargets.Scope, "/scopes", "name", AdminRights.Clients, ("scope", "scopes"), new JsonObject
        {
            ["name"] = "orders.read",
            ["description"] = "Read your orders",
            ["resources"] = new JsonArray("https://orders.example"),
            ["claims"] = new JsonArray(),
            ["built_in"] = false,
        }).MapAll(api, """{"name":"orders.read","description":"Read your orders","resources":["https://orders.example"]}""");
}
