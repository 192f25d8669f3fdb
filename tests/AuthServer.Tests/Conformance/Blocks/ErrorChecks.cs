using System.Net;
using AuthServer.Tests.Conformance.Rp;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>AERR and TERR: errors, and pages of the server that end a request.</summary>
internal static class ErrorChecks
{
    private static readonly string[] Known = ["error", "error_description", "error_uri", "state", "session_state", "iss"];

    /// <summary>AERR: the error went to the client.</summary>
    /// <param name="inQuery">Whether it has to be in the query although the variant is another: no response type was known.</param>
    public static void Redirected(ModuleRun run, AuthRequest request, Visit visit, string[] errors, bool inQuery = false)
    {
        run.Found.Require("AERR-1", visit.Delivery is not null, $"nothing came back to the client: {visit}");
        var members = AnswerChecks.Members(run, visit.Delivery, "AERR", inQuery);
        // What stood in an object that is refused was never read.
        var isObject = request["state"] is null && members.GetValueOrDefault("error")
            is "invalid_request_object" or "invalid_request_uri" or "request_not_supported" or "request_uri_not_supported";
        run.Found.Check(
            "AERR-2",
            members.GetValueOrDefault("state") == request.ExpectedState || (isObject && !members.ContainsKey("state")),
            $"state {members.GetValueOrDefault("state")}");
        AnswerChecks.CheckIssuer(run, members, "AERR-3");
        run.Found.Require("AERR-4", members.ContainsKey("error"), $"no error at {visit.Delivery.Target}");
        run.Found.Check("AERR-4", !members.ContainsKey("code"), "an error and a code");
        run.Found.Check("AERR-4", errors.Contains(members["error"]), $"{members["error"]} {members.GetValueOrDefault("error_description")}");
        var more = members.Keys.Except(Known).ToList();
        run.Found.Warn("AERR-5", more.Count == 0, string.Join(' ', more));
        CheckTexts(run, "AERR", members.GetValueOrDefault("error_description"), members.GetValueOrDefault("error_uri"));
    }

    /// <summary>An error page, or AERR.</summary>
    public static void PageOrRedirected(ModuleRun run, AuthRequest request, Visit visit, string[] errors, bool inQuery = false)
    {
        if (visit.Delivery is null)
            Page(run, visit);
        else
            Redirected(run, request, visit, errors, inQuery);
    }

    /// <summary>A page of the server that says what is wrong; nothing reached the client.</summary>
    public static void Page(ModuleRun run, Visit visit, int delivered = 0)
    {
        run.Found.Check("error page", run.Driver.Deliveries.Count == delivered, $"the client got {visit.Delivery}");
        run.Found.Check("error page", (int)visit.Last.Status is >= 400 and < 500, visit.Last.ToString());
        OnServer(run, visit);
    }

    /// <summary>A page of the server, whatever it says.</summary>
    public static void OnServer(ModuleRun run, Visit visit)
    {
        run.Found.Check("page", visit.Last.Location is null, $"a redirect to {visit.Last.Location}");
        run.Found.Check("page", visit.Last.Url.GetLeftPart(UriPartial.Authority) == run.Provider.Issuer, visit.Last.Url.ToString());
        run.Found.Check("page", visit.Last.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true, "no page");
    }

    /// <summary>TERR: the token endpoint's error.</summary>
    public static void Token(ModuleRun run, Reply reply, params string[] errors)
    {
        run.Found.Check("TERR-2", RegistrationChecks.HasJson(reply), reply.ToString());
        run.Found.Require("TERR-2", reply.Text.StartsWith('{'), reply.ToString());
        var isClient = reply["error"] == "invalid_client" && reply.Status == HttpStatusCode.Unauthorized;
        run.Found.Check("TERR-1", reply.Status == HttpStatusCode.BadRequest || isClient, reply.ToString());
        run.Found.Check("TERR-3", errors.Contains(reply["error"]), reply.ToString());
        CheckTexts(run, "TERR", reply["error_description"], reply["error_uri"]);
    }

    private static void CheckTexts(ModuleRun run, string block, string? description, string? uri)
    {
        var (marks, characters, address) = block == "AERR" ? ("AERR-6", "AERR-7", "AERR-8") : ("TERR-4", "TERR-4", "TERR-4");
        run.Found.Warn(marks, description?.AsSpan().ContainsAny('\r', '\n', '\t') != true, "a line break in error_description");
        run.Found.Check(characters, (description ?? "").All(IsText), $"error_description: {description}");
        run.Found.Check(address, uri is null || (uri.All(c => c != ' ' && IsText(c)) && Uri.TryCreate(uri, UriKind.Absolute, out _)), $"error_uri: {uri}");
    }

    // RFC 6749 §4.1.2.1: no double quote, no backslash, nothing beyond ASCII.
    private static bool IsText(char c) => c is '\t' or '\r' or '\n' or (>= ' ' and <= '~' and not ('"' or '\\'));
}
