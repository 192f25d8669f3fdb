using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>AOK: a successful authorization response.</summary>
internal static class AnswerChecks
{
    public static Answer Success(ModuleRun run, RpClient client, AuthRequest request, Visit visit)
    {
        run.Found.Require("AOK-1", visit.Delivery is not null, $"nothing came back to the client: {visit}");
        var members = Members(run, visit.Delivery, "AOK");
        run.Found.Check("AOK-3", IsAt(request["redirect_uri"] ?? client.RedirectUri, visit.Delivery), $"came to {visit.Delivery.Target}");
        CheckIssuer(run, members, "AOK-4");
        run.Found.Require("AOK-5", !members.ContainsKey("error"), string.Join(' ', members));
        run.Found.Check("AOK-6", members.GetValueOrDefault("state") == request.ExpectedState, $"state {members.GetValueOrDefault("state")}");

        var answer = new Answer(request, client, members, visit.Delivery);
        run.Found.Require("AOK-7", run.Variant.HasCode == answer.Code is { Length: > 0 }, "code");
        run.Found.Require("AOK-7", run.Variant.HasFrontIdToken == answer.IdToken is not null, "id_token");
        run.Found.Require("AOK-7", run.Variant.HasFrontToken == answer.AccessToken is { Length: > 0 }, "access_token");
        run.Found.Require("AOK-7", run.Variant.HasFrontToken == members.ContainsKey("token_type"), "token_type");
        run.Found.Check("AOK-7", members.GetValueOrDefault("token_type") is null or "Bearer" or "bearer", "token_type");
        return answer;
    }

    /// <summary>The response, from where this variant has to deliver it.</summary>
    internal static IReadOnlyDictionary<string, string> Members(ModuleRun run, Delivery delivery, string block, bool inQuery = false)
    {
        var isQuery = !run.Variant.IsFormPost && (inQuery || !run.Variant.IsFragment);
        if (!isQuery)
        {
            var leaked = delivery.Query.Keys.Intersect(["code", "error", "id_token", "access_token"]).ToList();
            run.Found.Check(block == "AOK" ? "AOK-2" : "AERR-1", leaked.Count == 0, $"in the query: {string.Join(' ', leaked)}");
        }

        if (run.Variant.IsFormPost)
        {
            run.Found.Require(block + "-1", delivery.Body is not null, $"no form was posted: {delivery.Target}");
            return delivery.Body;
        }

        run.Found.Require(block + "-1", delivery.Body is null, "a form was posted");
        run.Found.Check(block + "-1", !isQuery || delivery.Fragment.Count == 0, "in the fragment");
        return isQuery ? delivery.Query : delivery.Fragment;
    }

    internal static void CheckIssuer(ModuleRun run, IReadOnlyDictionary<string, string> members, string id) =>
        run.Found.Check(id, members.GetValueOrDefault("iss", run.Provider.Issuer) == run.Provider.Issuer, "iss is another");

    /// <summary>Whether this is the registered address, its own query still there.</summary>
    private static bool IsAt(string redirectUri, Delivery delivery)
    {
        var registered = new Uri(redirectUri);
        var own = System.Web.HttpUtility.ParseQueryString(registered.Query);
        return delivery.Target.GetLeftPart(UriPartial.Path) == registered.GetLeftPart(UriPartial.Path)
            && own.AllKeys.OfType<string>().All(k => delivery.Query.GetValueOrDefault(k) == own[k]);
    }
}
