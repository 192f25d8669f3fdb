using AuthServer.Protocol.Clients;

namespace AuthServer.Core.Authorizations;

/// <summary>A sign-out that an app asked for, as the page sees it.</summary>
/// <param name="ReturnTo">Registered, with its <c>state</c>; null: our own page.</param>
/// <param name="Client">Who asks, where that is known.</param>
public sealed record SignOutRequest(string? ReturnTo, Client? Client);
