using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuthServer.Tests.Fixtures;

/// <summary>A real browser, one for the run; a person is a context of it.</summary>
public static class Chromium
{
    private const float Patience = 60_000; // for busy machines

    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    /// <summary>A person with no history. Dispose it.</summary>
    public static async Task<IBrowserContext> NewPersonAsync(BrowserNewContextOptions? options = null)
    {
        var browser = await Started.Value;
        var context = await browser.NewContextAsync(options ?? new() { Locale = "en-GB" });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>
    /// Waits until the page is at that address and has loaded; <c>*</c> stands for anything. Looks again and again:
    /// Playwright's own waits look once and listen then, and miss what passes in between.
    /// </summary>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        var pattern = new Regex($"^{Regex.Escape(address).Replace("\\*", ".*", StringComparison.Ordinal)}$");
        await Assertions.Expect(page).ToHaveURLAsync(pattern, new() { Timeout = Patience });
        await Eventually.SeeAsync(() => page.EvaluateAsync<string>("document.readyState"), state => state == "complete");
    }

    /// <summary>Runs what a person does; where that fails, says what was on the screen.</summary>
    public static async Task WatchedAsync(this IPage page, Func<Task> steps)
    {
        try
        {
            await steps();
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            throw new InvalidOperationException(
                $"{e.Message}\nAt {page.Url}:\n{await page.Locator("body").InnerTextAsync()}", e);
        }
    }

    private static async Task<IBrowser> StartAsync()
    {
        var path = Environment.GetEnvironmentVariable("AUTH_CHROMIUM") is { Length: > 0 } given
            ? given
            : "/usr/bin/chromium";
        if (!File.Exists(path))
            throw SkippedTestException.Missing("Chromium");

        // Its driver ends with this process, and the browser with the driver.
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run",
            ],
        });
    }
}
