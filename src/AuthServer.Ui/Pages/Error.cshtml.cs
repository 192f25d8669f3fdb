using System.Diagnostics;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace AuthServer.Ui.Pages;

/// <summary>What went wrong, for whoever sits at the browser. Runs in the place of the answer that failed.</summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel : PageModel
{
    // Where forms are.
    internal static readonly PathString[] Forms = ["/account", "/admin"];

    public GateError Error { get; private set; } = Missing;

    /// <summary>Where to start over from a form that was out of date; null: nowhere.</summary>
    public string? Again { get; private set; }

    /// <summary>Finds the attempt in the flight recorder, or the request in our log.</summary>
    public string Reference => Error.Reference ?? Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    private static GateError Missing { get; } = new(
        StatusCodes.Status404NotFound, Texts.Later("There is no such page"),
        Texts.Later("Check the address, or go back to where you came from."));

    public void OnGet() => Show();

    // The failed request may have been a form: it runs here with its own method.
    public void OnPost() => Show();

    private void Show()
    {
        // Somebody who opens this address by hand finds nothing that went wrong.
        if (Response.StatusCode < StatusCodes.Status400BadRequest)
            Response.StatusCode = StatusCodes.Status404NotFound;
        var known = HttpContext.Features.Get<GateError>();
        Error = known ?? Of(Response.StatusCode);
        if (known is null && Response.StatusCode == StatusCodes.Status400BadRequest)
            Again = StartOver(HttpContext.Features.Get<IStatusCodeReExecuteFeature>());
    }

    // Somebody signed in in another tab, say. What comes next in a parked request the authorization endpoint knows.
    private static string? StartOver(IStatusCodeReExecuteFeature? failed)
    {
        var path = new PathString(failed?.OriginalPath);
        if (failed is null || !Forms.Any(f => path.StartsWithSegments(f, StringComparison.Ordinal)))
            return null;
        var query = QueryHelpers.ParseQuery(failed.OriginalQueryString);
        return "~" + (query.TryGetValue(AuthorizeLink.Parameter, out var handle)
            ? AuthorizeLink.Resume(handle.ToString())
            : failed.OriginalPath);
    }

    private static GateError Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => Missing,
        StatusCodes.Status400BadRequest => new GateError(
            status, Texts.Later("That form is out of date"),
            Texts.Later("It was open for long, or you signed in or out in another tab.")),
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong
            or StatusCodes.Status431RequestHeaderFieldsTooLarge => new GateError(
            status, Texts.Later("That was too much at once"),
            Texts.Later("Go back and try again with less.")),
        StatusCodes.Status429TooManyRequests => new GateError(
            status, Texts.Later("That was too often"), Texts.Later("Wait a little and try again.")),
        < StatusCodes.Status500InternalServerError => new GateError(
            status, Texts.Later("That did not work"), Texts.Later("Go back and try again.")),
        StatusCodes.Status503ServiceUnavailable => new GateError(
            status, Texts.Later("Back in a moment"),
            Texts.Later("We cannot answer just now. Wait a little and try again.")),
        _ => new GateError(
            status, Texts.Later("Something went wrong on our side"),
            Texts.Later("Try again. If it happens again, tell us the reference below.")),
    };
}
