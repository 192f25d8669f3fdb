using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

/// <summary>However the configuration was edited, every state it had can be had again, to the byte. The long form: AUTH_TEST_LONG=1.</summary>
public sealed class RandomEditsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Names = ["a", "b", "c", "größe"];
    private static readonly string[] Words = ["one", "two", "\"quoted\" <b>", "naïve €", "日本", "tab\\u0009"];

    [Fact]
    public async Task Rollback_after_a_thousand_edits_is_byte_identical()
    {
        var edits = Environment.GetEnvironmentVariable("AUTH_TEST_LONG") == "1" ? 1000 : 60;
        await using var server = await Configured.NewAsync(database);
        var states = new Dictionary<long, string> { [1] = await server.ExportAsync() };
        for (var i = 0; i < edits; i++)
        {
            if (Pick(4) == 0)
                await EditAsync(server);
            else if (await server.Desk.ApplyAsync(server.Read(Document()), prune: Pick(6) == 0, new(), Configured.Somebody, default) is ChangeOutcome.Refused(var errors))
                Assert.Fail(string.Join('\n', errors));
            await server.Desk.RecordAsync(default);
            states[(await server.LastAsync()).Number] = await server.ExportAsync();
        }

        Assert.True(states.Count > edits / 2, "hardly anything was changed");
        var last = states.Keys.Max();
        foreach (var number in states.Keys.OrderBy(_ => Pick(1000)).Take(edits / 10).Append(1).Append(last))
        {
            await server.Desk.RollBackAsync(number, new(), Configured.Somebody, default);
            Assert.Equal(states[number], await server.ExportAsync());
            Assert.Equal(states[number], System.Text.Encoding.UTF8.GetString((await server.History.FindAsync(number, default))!.Document.Span));
        }
    }

    /// <summary>What the calls and pages for single objects do.</summary>
    private static Task EditAsync(Configured server) => server.EditAsync(async services =>
    {
        var clients = services.GetRequiredService<ClientDirectory>();
        var id = $"client-{Pick(4)}";
        switch (Pick(6))
        {
            case 0:
                await clients.DeleteAsync(id, default);
                break;
            case 1:
                await clients.DescribeAsync(id, $$"""{"redirect_uris":["http://localhost:{{1 + Pick(9)}}/x"],"client_name":"edited"}""", default);
                break;
            case 2:
                await clients.EnableAsync(id, Pick(2) == 0, default);
                break;
            case 3:
                await services.GetRequiredService<PresentationDirectory>().PutScopeAsync(new Scope($"scope.{Pick(4)}", "Edited", [], ["roles"]), default);
                break;
            case 4:
                await services.GetRequiredService<AccountSchemaDirectory>().PutMemberAsync(new ProfileMember { Name = $"member-{Pick(4)}", Type = "boolean" }, default);
                break;
            default:
                await services.GetRequiredService<PresentationDirectory>().PutBrandingAsync(new Branding { Name = One(Words) }, default);
                break;
        }
    });

    private static string Document()
    {
        var document = new JsonObject();
        if (Pick(2) == 0)
            document["branding"] = new JsonObject { ["name"] = One(Words), ["accent_color"] = Pick(2) == 0 ? "#4f46e5" : null };
        document["scopes"] = Some(i => new JsonObject { ["name"] = $"scope.{i}", ["description"] = One(Words), ["claims"] = new JsonArray([.. Names.Take(Pick(3)).Select(n => (JsonNode)n)]) });
        document["roles"] = Some(i => $"role-{i}");
        document["profile"] = Some(i => new JsonObject { ["name"] = $"member-{i}", ["max_length"] = 1 + Pick(99), ["one_of"] = new JsonArray([.. Words.Take(Pick(3)).Select(n => (JsonNode)n)]) });
        document["registration"] = Some(i => new JsonObject { ["kind"] = $"kind-{i}", ["role"] = "user" });
        document["clients"] = Some(i => new JsonObject
        {
            ["client_id"] = $"client-{i}",
            ["client_secret"] = Pick(3) == 0 ? $"secret-{Pick(5)}" : null,
            ["redirect_uris"] = new JsonArray([.. Enumerable.Range(1, 1 + Pick(3)).Select(p => (JsonNode)$"http://localhost:{p}/cb")]),
            ["client_name"] = One(Words),
            ["default_max_age"] = Pick(2) == 0 ? 1 + Pick(1000) : null,
            ["require_pkce"] = Pick(3) == 0 ? false : null,
            ["scope"] = Pick(2) == 0 ? "openid offline_access scope.1" : null,
        });
        document["providers"] = Some(i => new JsonObject { ["scheme"] = $"provider-{i}", ["issuer"] = "https://sso.example", ["client_id"] = One(Words), ["client_secret"] = "x" });
        return document.ToJsonString();
    }

    /// <summary>Some of four, in any order.</summary>
    private static JsonArray Some(Func<int, JsonNode> make) =>
        [.. Enumerable.Range(0, 4).Where(_ => Pick(3) == 0).OrderBy(_ => Pick(100)).Select(make)];

    private static string One(string[] of) => of[Pick(of.Length)];

    private static int Pick(int below) => RandomNumberGenerator.GetInt32(below);
}
