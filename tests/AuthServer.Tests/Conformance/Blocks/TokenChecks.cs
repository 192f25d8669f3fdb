using System.Net;
using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>TOK: a successful answer of the token endpoint.</summary>
internal static class TokenChecks
{
    /// <returns>Its ID token.</returns>
    public static Jwt Success(ModuleRun run, Answer answer, Reply reply)
    {
        Response(run, reply);
        var idToken = Jwt.Parse(reply["id_token"]);
        run.Found.Require("TOK-5", idToken is not null, "no id_token");
        if (answer.IdToken is { } front)
            run.Found.Check("TOK-6", idToken["sub"] == front["sub"], "another sub than in the front channel");
        IdTokenChecks.Check(run, answer, idToken, answer.Code, reply["access_token"], isFront: false);
        return idToken;
    }

    /// <summary>TOK-1 to TOK-4, which a refresh shares.</summary>
    public static void Response(ModuleRun run, Reply reply)
    {
        run.Found.Require("TOK-1", reply.Status == HttpStatusCode.OK && ProviderChecks.IsObject(reply), reply.ToString());
        run.Found.Require("TOK-1", reply["error"] is null, reply.ToString());
        run.Found.Require("TOK-2", reply["access_token"] is { Length: > 0 }, "no access_token");
        run.Found.Require(
            "TOK-2", string.Equals(reply["token_type"], "Bearer", StringComparison.OrdinalIgnoreCase), $"token_type {reply["token_type"]}");
        run.Found.Warn("TOK-3", reply["expires_in"] is not null, "expires_in is absent");
        if (reply.Json.TryGetProperty("expires_in", out var seconds))
        {
            run.Found.Check(
                "TOK-4", seconds.ValueKind == JsonValueKind.Number && seconds.GetInt64() is > 0 and <= 31_536_000, $"expires_in {seconds}");
        }
    }

}
