using AuthServer.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>Routes that no start waits for: there when the first of them is asked for, and made once.</summary>
public sealed class LateRoutesTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private int _times;

    public LateRoutesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        var late = new LateRoutes(_app, routes =>
        {
            Interlocked.Increment(ref _times);
            routes.MapGroup("/late").MapGet("{name}", (string name) => name).WithName("late");
        });
        _app.UseWhen(context => context.Request.Path.StartsWithSegments("/late", StringComparison.Ordinal), people => people.UseLateRoutes(late));
        _app.UseRouting();
        _app.MapGet("/early", (LinkGenerator links) => links.GetPathByName("late", new { name = "x" }) ?? "");
        ((IEndpointRouteBuilder)_app).DataSources.Add(late);
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Who_needs_none_of_them_waits_for_none()
    {
        Assert.Equal("", await _http.GetStringAsync("/early"));
        Assert.Equal(0, _times);
    }

    [Fact]
    public async Task Many_who_come_at_once_all_find_them_and_they_are_made_once()
    {
        await _http.GetStringAsync("/early"); // routing has looked already, and found none

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => _http.GetStringAsync($"/late/{i}")));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), answers);
        Assert.Equal(1, _times);
        Assert.Equal("/late/x", await _http.GetStringAsync("/early"));
    }
}
