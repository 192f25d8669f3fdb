using AuthServer.Core.Sessions;

namespace AuthServer.Core.Authorizations;

/// <summary>A place where a person is signed in, as the person sees it.</summary>
/// <param name="Device">Browser and system in a few words; null: it did not say.</param>
/// <param name="SignedInAt">When the person proved who they are.</param>
/// <param name="LastSeenAt">The last request, or the last refresh of an app's tokens.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Apps"><c>client_id</c>s that got something in it and still have it.</param>
public sealed record OwnSession(
    Guid Id, SessionKind Kind, string? Device, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt,
    IReadOnlyList<string> Apps);
