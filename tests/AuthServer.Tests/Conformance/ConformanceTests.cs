using System.Runtime.ExceptionServices;
using AuthServer.Tests.Conformance.Modules;
using AuthServer.Tests.Fixtures;
using Xunit;
using Xunit.Sdk;

namespace AuthServer.Tests.Conformance;

/// <summary>What the OpenID Foundation's conformance suite checks of a provider, as tests of our own: each module with each variant.</summary>
public sealed class ConformanceTests(ConformanceSuite suite) : IClassFixture<ConformanceSuite>
{
    public static IEnumerable<object[]> Checks => Breakages.All.Keys.Select(id => new object[] { id });

    public static IEnumerable<object[]> All => Plans.All.Select(c => new object[] { c.Module, c.Variant.ToString() });

    [Theory(DisplayName = "oidc")]
    [MemberData(nameof(All))]
    public async Task Module_passes(string module, string variant)
    {
        var failure = await suite.FailureAsync(Plans.ByName[(module, variant)]);
        if (failure is XunitException)
            Assert.Fail(failure.Message);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Check_fails_where_something_is_wrong(string id)
    {
        var failure = await suite.JudgeAsync(new("a breakage", new("basic", "code", false, "client_secret_basic")), Breakages.All[id]);
        Assert.Contains(id, Assert.IsAssignableFrom<XunitException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_module_of_the_plans_is_written_and_none_besides() =>
        Assert.Equal(Plans.All.Select(c => c.Module).Distinct().Order(), Catalogue.Modules.Keys.Order());

    [Fact]
    public void There_are_as_many_variants_as_the_plans_have()
    {
        int Count(string plan, bool isDynamic) => Plans.All.Count(c => c.Variant.Plan == plan && c.Variant.IsDynamic == isDynamic);
        foreach (var form in (string[])["", "formpost-"])
        {
            Assert.Equal((35, 38), (Count(form + "basic", false), Count(form + "basic", true)));
            Assert.Equal((54, 58), (Count(form + "implicit", false), Count(form + "implicit", true)));
            Assert.Equal((96, 102), (Count(form + "hybrid", false), Count(form + "hybrid", true)));
        }

        Assert.Equal(1, Count("config", false));
        Assert.Equal(23 + 23 + 22 + 22 + 19 + 18, Count("dynamic", true));
        Assert.Equal(77, Plans.All.Select(c => c.Module).Distinct().Count());
    }

    [Fact]
    public async Task The_page_says_what_ran()
    {
        await suite.ThrowWhereSkippedAsync();
        var page = ConformancePage.Write([.. await Task.WhenAll(Plans.All.Select(async c => (c, await suite.PassesAsync(c))))]);
        var path = Repository.PathOf("docs", "conformance.md");
        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        if (kept == page)
            return;
        if (Environment.GetEnvironmentVariable("CI") != "true")
            await File.WriteAllTextAsync(path, page);
        Assert.Fail("docs/conformance.md was not what this run came to. Outside CI it has been written anew: read and commit it.");
    }
}
