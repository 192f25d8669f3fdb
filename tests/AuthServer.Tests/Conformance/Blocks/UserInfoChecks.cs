using System.Net;
using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>U200 and UFULL: userinfo.</summary>
internal static class UserInfoChecks
{
    /// <summary>U200.</summary>
    public static async Task<Reply> GetAsync(ModuleRun run, string token)
    {
        var reply = await run.Channel.GetAsync(run.Provider["userinfo_endpoint"] ?? "", token);
        run.Found.Check("U200", reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply;
    }

    /// <summary>UFULL.</summary>
    public static void Full(ModuleRun run, Flow flow, Reply reply)
    {
        run.Found.Check("UF-1", RegistrationChecks.HasJson(reply), $"{reply.Header("Content-Type")}");
        run.Found.Require("UF-1", ProviderChecks.IsObject(reply), reply.ToString());
        Claims(run, flow, reply.Json);
    }

    /// <summary>UF-2 and UF-3.</summary>
    public static void Claims(ModuleRun run, Flow flow, JsonElement claims)
    {
        ClaimChecks.Types(run, claims, "UF-2");
        var sub = claims.TryGetProperty("sub", out var value) ? value.GetString() : null;
        foreach (var token in flow.IdTokens)
            run.Found.Check("UF-3", token["sub"] == sub, $"sub {sub} here, {token["sub"]} in an ID token");
    }
}
