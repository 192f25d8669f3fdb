using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/registration-kinds: as what people may register.</summary>
internal static class RegistrationKindCalls
{
    public static void Map(IEndpointRouteBuilder api) =>
        new ObjectCalls(
            AuditTargets.RegistrationKind, "/registration-kinds", "kind", AdminRights.Owner, ("way to register", "ways to register"),
            new JsonObject { ["kind"] = "supplier", ["role"] = "supplier", ["require"] = new JsonArray("company_name") })
            .MapAll(api, """{"kind":"supplier","role":"supplier","require":["company_name"]}""");
}
