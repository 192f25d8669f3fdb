using System.Text.Json;
using AuthServer.Protocol.Refusals;
using AuthServer.Tests.AdminApi;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>Breaks a rule over HTTP, and opens the attempt as an administrator: it names the very rule, and what to change.</summary>
[Collection(RecorderCollection.Name)]
public sealed class RefusalTests(RecorderServer server) : IAsyncLifetime
{
    private Administrator _admin = null!; // set before each test

    public static TheoryData<string> Rules => [.. Refusals.All.Keys];

    public async Task InitializeAsync() => _admin = await Administrator.NewAsync(server);

    public Task DisposeAsync()
    {
        _admin.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Broken_rule_is_named_and_explained(string rule)
    {
        var (code, breakIt) = Refusals.All[rule];
        var attempt = await RecorderServer.OpenAsync(_admin, await breakIt(server));
        Assert.Equal((code, rule), (Text(attempt, "error"), Text(attempt, "rule")));
        var explanation = attempt.GetProperty("explanation");
        Assert.Equal(Explanations.Find(rule)?.Change, Text(explanation, "change"));
        Assert.NotEmpty(Text(explanation, "paragraph")!);
    }

    [Fact]
    public void Every_code_that_this_server_gives_is_among_them() => Assert.Empty(
        ExplanationTests.GivenCodes.Select(c => c.Value).Except(Refusals.All.Values.Select(r => r.Code)));

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
