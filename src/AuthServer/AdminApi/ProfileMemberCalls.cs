using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/profile-members: what profiles hold besides what is standard.</summary>
internal static class ProfileMemberCalls
{
    public static void Map(IEndpointRouteBuilder api) =>
        new ObjectCalls(
            AuditTargets.ProfileMember, "/profile-members", "name", AdminRights.Owner, ("member of profiles", "members of profiles"),
            new JsonObject
            {
                ["name"] = "company_name",
                ["type"] = "string",
                ["max_length"] = 200,
                ["one_of"] = new JsonArray(),
                ["scope"] = "profile",
                ["kinds"] = new JsonArray("supplier"),
            }).MapAll(api, """{"name":"company_name","type":"string","max_length":200,"scope":"profile","kinds":["supplier"]}""");
}
