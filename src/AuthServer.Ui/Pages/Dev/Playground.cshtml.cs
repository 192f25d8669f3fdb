using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Ui.Pages.Dev;

/// <summary>Walks the code flow step by step and shows what goes over the wire. In Development alone.</summary>
internal sealed class PlaygroundModel(PlaygroundClient client, IIssuer issuer, IHostEnvironment environment) : PageModel
{
    private const string Cookie = "playground";

    [FromForm(Name = "access_token")]
    public string? AccessToken { get; set; }

    [FromForm(Name = "refresh_token")]
    public string? RefreshToken { get; set; }

    [FromForm(Name = "id_token")]
    public string? IdToken { get; set; }

    /// <summary>What the authorization endpoint answered; empty before.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Answer { get; private set; } = [];

    public string? Code => Answer.FirstOrDefault(a => a.Key == "code").Value;

    /// <summary>Whether the answer's state is the one that was sent; otherwise it is not ours.</summary>
    public bool StateMatches { get; private set; }

    public string? AuthorizeUrl { get; private set; }

    public Exchange? Last { get; private set; }

    public string SignOutUrl => issuer.At("/connect/endsession") + Query([
        new("id_token_hint", IdToken ?? ""), new("post_logout_redirect_uri", client.RedirectUri)]);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!environment.IsDevelopment())
            context.Result = NotFound();
    }

    public void OnGet()
    {
        Answer = [.. Request.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()))];
        var attempt = client.Recall(Cookies.Read(HttpContext, Cookie));
        StateMatches = attempt is not null && Request.Query["state"] == attempt.State;
    }

    public async Task<IActionResult> OnPostBeginAsync(string? scope, string? prompt, CancellationToken ct)
    {
        await client.RegisterAsync(ct);
        var (kept, parameters) = client.Begin(string.IsNullOrWhiteSpace(scope) ? PlaygroundClient.Scope : scope, prompt);
        Cookies.Write(HttpContext, Cookie, kept, null);
        AuthorizeUrl = issuer.At("/connect/authorize") + Query(parameters);
        return Page();
    }

    public async Task<IActionResult> OnPostRedeemAsync(string code, CancellationToken ct)
    {
        if (client.Recall(Cookies.Read(HttpContext, Cookie)) is not { } attempt)
            return RedirectToPage();
        Show(await client.PostAsync(
            "/connect/token", ct, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", client.RedirectUri),
            ("code_verifier", attempt.Verifier)));
        return Page();
    }

    public async Task OnPostRefreshAsync(CancellationToken ct) => Show(await client.PostAsync(
        "/connect/token", ct, ("grant_type", "refresh_token"), ("refresh_token", RefreshToken ?? "")));

    public async Task OnPostUserInfoAsync(CancellationToken ct) => Last = await client.AskWhoAsync(AccessToken ?? "", ct);

    public async Task OnPostRevokeAsync(CancellationToken ct) => Last = await client.PostAsync(
        "/connect/revoke", ct, ("token", RefreshToken ?? AccessToken ?? ""));

    private void Show(Exchange exchange)
    {
        Last = exchange;
        AccessToken = exchange["access_token"] ?? AccessToken;
        RefreshToken = exchange["refresh_token"] ?? RefreshToken;
        IdToken = exchange["id_token"] ?? IdToken;
    }

    private static string Query(IEnumerable<KeyValuePair<string, string>> members) =>
        "?" + string.Join('&', members.Select(m => $"{m.Key}={Uri.EscapeDataString(m.Value)}"));
}
