using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/roles: what people may be here.</summary>
internal static class RoleCalls
{
    public static void Map(IEndpointRouteBuilder api) =>
        new ObjectCalls(
            AuditTargets.Role, "/roles", "name", AdminRights.Owner, ("role", "roles"),
            new JsonObject { ["name"] = "supplier", ["built_in"] = false }).MapWithoutReplace(api, """{"name":"supplier"}""");
}
