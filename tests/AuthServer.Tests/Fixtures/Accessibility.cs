using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace AuthServer.Tests.Fixtures;

/// <summary>Whether a page can be used by everybody, as far as a program can say.</summary>
public static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // No more than violations is collected: axe's package for Playwright opens a second page to write down what passed, too.
    private const string Judgement =
        """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const found = await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          const complaints = found.violations.flatMap(v => v.nodes.map(n => `${v.id} ${n.html}`));
          const root = document.documentElement;
          return root.scrollWidth > root.clientWidth ? [...complaints, 'scrolls sideways'] : complaints;
        }
        """;

    /// <summary>What axe (WCAG 2.2 AA and good practice) has against the page as it stands, and whether it scrolls sideways.</summary>
    public static async Task<IEnumerable<string>> ComplaintsAsync(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        return (await page.EvaluateAsync<string[]>(Judgement)).Select(c => $"{page.Url}: {c}");
    }
}
