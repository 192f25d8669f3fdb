using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.AccountApi;
using AuthServer.Hosting;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The description of the API, the page of errors, and the code say the same.</summary>
[Collection(AccountCollection.Name)]
public sealed partial class DescriptionTests(AccountServer server)
{
    [Fact]
    public async Task Description_page_of_errors_and_code_name_the_same_codes()
    {
        var code = new[] { typeof(Problems), typeof(AccountProblems) }
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public)).Select(f => f.GetValue(null)).OfType<Problem>()
            .Select(p => $"{p.Status} {p.Code}").Order().ToList();
        var page = Row().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs", "errors.md")))
            .Select(m => $"{m.Groups["status"]} {m.Groups["code"]}").Order().ToList();
        Assert.Equal(code, page);

        // Answered where no call is: they stand in no call's description.
        var described = (await Operations()).SelectMany(o => Codes(o.Operation)).Append("405 method_not_allowed").Distinct().Order();
        Assert.Equal(code, described);
    }

    [Fact]
    public async Task Every_call_of_the_contract_is_described()
    {
        string[] calls =
        [
            "post register", "post register/{kind}", "post verify", "post verify/resend", "post login", "post otp/request",
            "post otp/verify", "post logout", "post password/forgot", "post password/forgot/resend", "post password/forgot/verify",
            "post password/reset", "post unlock/request", "post unlock/verify", "get profile", "patch profile",
            "post profile/email/verify", "post profile/phone/verify", "post password/change", "get sessions", "get sessions/{id}",
            "delete sessions", "delete sessions/{id}", "get apps", "get apps/{id}", "delete apps/{id}", "get groups", "post groups",
            "get groups/{id}", "delete groups/{id}", "get groups/{id}/mobile-numbers", "post groups/{id}/mobile-numbers",
            "get groups/{id}/mobile-numbers/{number_id}", "delete groups/{id}/mobile-numbers/{number_id}",
            "post groups/{id}/mobile-numbers/{number_id}/verify", "get export", "delete ",
        ];
        Assert.Equal(
            calls.Order(), (await Operations()).Select(o => o.Name).Where(n => !n.Contains(" api/admin", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Calls_say_which_parameters_they_read_of_query_and_header()
    {
        foreach (var (name, operation) in (await Operations()).Where(o => o.Name.Contains(" api/admin", StringComparison.Ordinal)))
        {
            var read = operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList() : [];
            Assert.True(read.Contains("reason") != name.StartsWith("get ", StringComparison.Ordinal), $"{name}: reason");
            Assert.True(read.Contains("If-Match") == Codes(operation).Contains("412 precondition_failed"), $"{name}: If-Match");
        }

        var apply = (await Operations()).Single(o => o.Name == "post api/admin/declarations/apply").Operation;
        Assert.Equal(["If-Match", "plan", "prune", "reason"], apply.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).Order());
    }

    [Fact]
    public async Task Value_of_any_type_or_none_is_of_one_kind()
    {
        using var channel = server.NewBackChannel();
        var any = (await channel.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas").GetProperty("JsonElement");
        Assert.DoesNotContain("null", any.GetProperty("type").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public async Task Every_call_has_a_summary_examples_and_what_it_can_answer()
    {
        foreach (var (name, operation) in await Operations())
        {
            Assert.True(operation.TryGetProperty("summary", out _), $"{name}: summary");
            var good = Assert.Single(operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2').Value;
            if (good.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) && name != "get export")
                Assert.True(json.TryGetProperty("example", out _), $"{name}: answer");
            if (operation.TryGetProperty("requestBody", out var body))
                Assert.All(body.GetProperty("content").EnumerateObject(), c => Assert.True(c.Value.TryGetProperty("example", out _), $"{name}: body"));
            var codes = Codes(operation).ToList();
            Assert.Contains("503 temporarily_unavailable", codes);
            Assert.Equal(operation.TryGetProperty("security", out _), codes.Contains("401 invalid_token"));
        }
    }

    [Fact]
    public async Task Description_is_openapi_3_1_for_any_origin_and_every_reference_in_it_leads_somewhere()
    {
        using var channel = server.NewBackChannel();
        var reply = await channel.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1.", reply["openapi"], StringComparison.Ordinal);
        foreach (var reference in Reference().Matches(reply.Text).Select(m => m.Groups["path"].Value).Distinct())
        {
            var at = reply.Json;
            foreach (var step in reference.Split('/'))
                Assert.True(at.TryGetProperty(step, out at), reference);
        }

        var schemas = reply.Json.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            ["client_id", "email", "password"],
            schemas.GetProperty("LoginBody").GetProperty("required").EnumerateArray().Select(r => r.GetString()).Order());
    }

    private async Task<IReadOnlyList<(string Name, JsonElement Operation)>> Operations()
    {
        using var channel = server.NewBackChannel();
        var document = (await channel.GetAsync("/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Name != "parameters"
               select ($"{operation.Name} {NameOf(path.Name)}", operation.Value),
        ];
    }

    // Those of the account API without their beginning.
    private static string NameOf(string path) => path.StartsWith("/api/account", StringComparison.Ordinal)
        ? path["/api/account".Length..].TrimStart('/')
        : path[1..];

    private static IEnumerable<string> Codes(JsonElement operation) =>
        from response in operation.GetProperty("responses").EnumerateObject()
        where response.Name[0] != '2'
        from example in response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject()
        select $"{response.Name} {example.Name}";

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| `(?<code>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\"\\$ref\": \"#/(?<path>[^\"]+)\"")]
    private static partial Regex Reference();
}
