using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;

namespace AuthServer.Hosting;

/// <summary>The problems that every JSON API has, and what becomes of answers that say nothing but a status.</summary>
internal static class Problems
{
    /// <summary>No JSON of one reading, or not an object.</summary>
    public static readonly Problem Malformed = new(400, "malformed", Texts.Later("The body is not a JSON object that can be read."));

    /// <summary>The access token is missing, unknown, expired or ended.</summary>
    public static readonly Problem InvalidToken =
        new(401, "invalid_token", Texts.Later("A good access token is needed in the Authorization header."));

    /// <summary>The token is another kind of app's.</summary>
    public static readonly Problem InsufficientClient =
        new(403, "insufficient_client", Texts.Later("The access token is of an app that may not use this API."));

    /// <summary>The token gives less than the call needs.</summary>
    public static readonly Problem InsufficientScope =
        new(403, "insufficient_scope", Texts.Later("The access token, or who it is of, may not do this."))
        {
            Challenge = "Bearer error=\"insufficient_scope\", scope=\"admin\"",
        };

    /// <summary>The sign-in is too long ago.</summary>
    public static readonly Problem ReauthenticationRequired =
        new(403, "reauthentication_required", Texts.Later("Sign in again: this needs a sign-in of the last ten minutes."));

    /// <summary>No such address, or nothing there that the caller may know of.</summary>
    public static readonly Problem NotFound = new(404, "not_found", Texts.Later("There is nothing at this address."));

    /// <summary>The header <c>Allow</c> says which.</summary>
    public static readonly Problem MethodNotAllowed = new(405, "method_not_allowed", Texts.Later("This address takes other methods."));

    /// <summary>There is one of this name.</summary>
    public static readonly Problem AlreadyExists = new(409, "already_exists", Texts.Later("There is one already."));

    /// <summary>Something else needs it.</summary>
    public static readonly Problem InUse = new(409, "in_use", Texts.Later("Something else needs it: it cannot go."));

    /// <summary>Somebody who may do everything must be left.</summary>
    public static readonly Problem LastAdministrator =
        new(409, "last_administrator", Texts.Later("This is the last account in the role admin that is not locked."));

    /// <summary>An administrator locked it.</summary>
    public static readonly Problem AccountLocked =
        new(409, "account_locked", Texts.Later("The account is locked. Unlock it first."));

    /// <summary>There are as many as there may be.</summary>
    public static readonly Problem LimitReached = new(409, "limit_reached", Texts.Later("There are as many as there may be: remove some first."));

    /// <summary>It has gone too far for this.</summary>
    public static readonly Problem TooLate = new(409, "too_late", Texts.Later("It is too late for that: it has happened, or is happening just now."));

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static readonly Problem PreconditionFailed =
        new(412, "precondition_failed", Texts.Later("It was changed meanwhile: read it again, and decide again."));

    /// <summary>Bodies have at most 64 KB.</summary>
    public static readonly Problem TooLarge = new(413, "too_large", Texts.Later("The body has more than 64 KB."));

    /// <summary>Bodies are JSON.</summary>
    public static readonly Problem UnsupportedMediaType =
        new(415, "unsupported_media_type", Texts.Later("The body must be application/json in UTF-8."));

    /// <summary>With <c>errors</c>.</summary>
    public static readonly Problem ValidationFailed =
        new(422, "validation_failed", Texts.Later("Some members are missing or wrong: see errors."));

    /// <summary>With <c>Retry-After</c>.</summary>
    public static readonly Problem TooManyRequests = new(429, "too_many_requests", Texts.Later("Too many requests: wait a little."));

    /// <summary>More passwords wait to be hashed than soon will be; with <c>Retry-After</c>.</summary>
    public static readonly Problem Busy =
        new(429, "busy", Texts.Later("Many people are here just now. Wait a few seconds and try again.")) { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>A fault of ours.</summary>
    public static readonly Problem ServerError = new(500, "server_error", Texts.Later("Something went wrong here."));

    /// <summary>A fault of ours that passes; with <c>Retry-After</c>.</summary>
    public static readonly Problem Unavailable =
        new(503, "temporarily_unavailable", Texts.Later("Try again in a moment.")) { RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>422 for members that are missing or wrong.</summary>
    public static Problem Invalid(Complaints complaints) =>
        ValidationFailed with { Errors = complaints.Members.ToDictionary(m => m, complaints.Of) };

    /// <summary>422 for one member.</summary>
    public static Problem Invalid(string member, IReadOnlyList<Complaint> complaints) =>
        ValidationFailed with { Errors = new Dictionary<string, IReadOnlyList<Complaint>> { [member] = complaints } };

    /// <summary>422 for one member.</summary>
    /// <param name="complaint">The code of a <see cref="Complaint"/>.</param>
    public static Problem Invalid(string member, string complaint) => Invalid(member, [new Complaint(complaint)]);

    /// <summary>For an answer that has no words of its own yet.</summary>
    public static Problem Of(int status) => status switch
    {
        401 => InvalidToken,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        503 => Unavailable,
        >= 500 => ServerError,
        _ => Malformed with { Status = status },
    };

    /// <summary>Whether the address is one of the JSON APIs.</summary>
    public static bool AreFor(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Every error of the JSON APIs is a problem, also where routing or a limit answered with a mere status.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && AreFor(context.Request.Path))
            await Of(response.StatusCode).ExecuteAsync(context);
    });
}
