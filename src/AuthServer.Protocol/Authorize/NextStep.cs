using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What an authorization request needs next.</summary>
public abstract record NextStep
{
    private NextStep()
    {
    }

    /// <summary>Show the sign-in page.</summary>
    public sealed record SignIn : NextStep;

    /// <summary>Show the page that makes an account.</summary>
    public sealed record Register : NextStep;

    /// <summary>Show the consent page.</summary>
    public sealed record Consent : NextStep;

    /// <summary>Give the client what it asked for, with these scopes.</summary>
    public sealed record Issue(SignedIn Who, ScopeSet Scopes) : NextStep;

    /// <summary>Tell the client no.</summary>
    public sealed record Refuse(OAuthError Error) : NextStep;

    /// <summary>
    /// Decides; pure. Whatever a page achieved shows in the arguments, so no page needs to be trusted to have come
    /// before: a request that asks for a fresh sign-in is met by a session that began after the request came.
    /// </summary>
    /// <param name="receivedAt">When the request first came. Sign-ins since then are fresh.</param>
    /// <param name="who">The live session of this browser.</param>
    /// <param name="consents">What this person gave this client for good; null: nothing.</param>
    /// <param name="decision">What the consent page of this very request said; null: nothing yet.</param>
    public static NextStep Decide(
        AuthorizeRequest request, DateTimeOffset receivedAt, SignedIn? who, GivenConsent? consents, ConsentDecision? decision)
    {
        var silent = request.Asks(Prompts.None);
        if (decision is { Denied: true })
            return new Refuse(new OAuthError(ErrorCode.AccessDenied, "the person refused"));
        // Whoever is signed in has an account, and accounts do not make accounts (Prompt Create §4.1 leaves it to us).
        if (who is null && request.Asks(Prompts.Create))
            return new Register();
        if (who is null || !IsFreshEnough(request, receivedAt, who))
            return silent ? Refused(ErrorCode.LoginRequired, "nobody suitable is signed in") : new SignIn();
        if (request.Acr is { } acr && !acr.IsMetBy(who.Methods))
        {
            return silent || who.AuthTime >= receivedAt
                ? Refused(ErrorCode.UnmetAuthenticationRequirements, "the sign-in does not have the acr that was asked for")
                : new SignIn();
        }

        if (request.Hinted is { } hinted && !hinted.Is(who.UserId))
        {
            // Signing in anew as somebody else does not help the client: it asked for one person.
            return silent || who.AuthTime >= receivedAt
                ? Refused(ErrorCode.LoginRequired, "another person is signed in")
                : new SignIn();
        }

        var decided = decision is not null && decision.UserId == who.UserId && decision.SessionId == who.SessionId;
        if (decided)
            return Given(who, ScopeSet.Of(request.Scopes.Where(decision!.Scopes.Has))); // decided says it is there
        if (!NeedsConsent(request, consents))
            return new Issue(who, request.Scopes);
        return silent ? Refused(ErrorCode.ConsentRequired, "consent is needed") : new Consent();
    }

    /// <summary>Whoever unticks everything refuses.</summary>
    private static NextStep Given(SignedIn who, ScopeSet scopes) =>
        scopes.Count > 0 ? new Issue(who, scopes) : Refused(ErrorCode.AccessDenied, "the person gave nothing");

    private static bool IsFreshEnough(AuthorizeRequest request, DateTimeOffset receivedAt, SignedIn who)
    {
        if ((request.Asks(Prompts.Login) || request.Asks(Prompts.SelectAccount)) && who.AuthTime < receivedAt)
            return false;
        if (request.MaxAge is not { } maxAge)
            return true;
        return who.AuthTime >= receivedAt || (receivedAt - who.AuthTime).TotalSeconds < maxAge;
    }

    private static bool NeedsConsent(AuthorizeRequest request, GivenConsent? consents)
    {
        if (request.Asks(Prompts.Consent))
            return true;
        if (!request.Client.RequireConsent)
            return false;
        return !IsAssured(request.Client) || consents is null || !request.Scopes.IsWithin(consents.Scopes)
            || request.ClaimsBeyondScopes.Except(consents.Claims, StringComparer.Ordinal).Any();
    }

    /// <summary>
    /// Whether an old consent was given to the same program. Any program can claim a loopback port or a custom scheme
    /// (RFC 8252 §8.6), and without a secret nothing ties two hosts to each other.
    /// </summary>
    private static bool IsAssured(Client client) => !client.IsPublic
        || (client.RedirectUris.All(u => u.StartsWith("https:", StringComparison.Ordinal))
            && client.RedirectUris.Select(OriginOf).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1);

    private static string OriginOf(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : redirectUri;

    private static Refuse Refused(ErrorCode code, string description) => new(new OAuthError(code, description));
}
