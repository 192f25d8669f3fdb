using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// A mistake that only the person at the browser can be told of, because there is no app that it may be sent to. An
/// endpoint returns it; the error page is shown in its place, with its status and without a <c>Location</c>.
/// </summary>
/// <param name="Title">One line; like the text a key of <see cref="Texts"/>.</param>
/// <param name="Text">What to do next; blames nobody.</param>
/// <param name="Code">The OAuth error, for developers.</param>
/// <param name="Detail">For developers: what was wrong. Never a secret. Encoded when shown.</param>
public sealed record GateError(
    int Status, string Title, string Text, string? Code = null, string? Detail = null) : IResult
{
    /// <summary>The parked request is unknown, over, or another browser's.</summary>
    public static GateError Expired { get; } = new(
        StatusCodes.Status400BadRequest, Texts.Later("This sign-in has expired"),
        Texts.Later("Go back to the app and start again from there."));

    /// <summary>Somebody who is signed in asks for another account.</summary>
    public static GateError HasAccount { get; } = new(
        StatusCodes.Status403Forbidden, Texts.Later("You have an account already"),
        Texts.Later("Sign out first to create another."));

    /// <summary>Finds the attempt in the flight recorder; null: none was made.</summary>
    public string? Reference { get; init; }

    /// <summary>An authorization request that must not be answered to its redirect URI (RFC 6749 §4.1.2.1).</summary>
    public static GateError BadRequest(string code, string? detail, string reference) => new(
        StatusCodes.Status400BadRequest, Texts.Later("This link does not work"),
        Texts.Later("The app sent a request that we cannot answer. Go back and try again, or tell whoever runs the app."),
        code, detail)
    {
        Reference = reference,
    };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Features.Set(this);
        httpContext.Response.StatusCode = Status;
        // An answer without a body: the status-code pages run the error page in its place.
        if (httpContext.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = true;
        return Task.CompletedTask;
    }
}
