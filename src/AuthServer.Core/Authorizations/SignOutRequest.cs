using AuthServer.Protocol.Clients;

namespace AuthServer.Core.Authorizations;

/// <summary>A sign-out on its way through our page.</summary>
/// <param name="ReturnTo">Registered, with its <c>state</c>; null: our own page.</param>
/// <param name="Client">Who asks, where that is known.</param>
/// <param name="EndedSession">What has ended already, for the apps that hear of it through the browser.</param>
public sealed record SignOutRequest(string? ReturnTo, Client? Client, Guid? EndedSession);
