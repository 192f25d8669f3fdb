namespace AuthServer.Protocol.Issuing;

/// <summary>A scope that exists.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="Description">What the consent page says.</param>
/// <param name="Resources">The APIs it opens: audiences.</param>
/// <param name="Claims">Claims it adds to ID token and userinfo.</param>
public sealed record Scope(
    string Name, string Description, IReadOnlyList<string> Resources, IReadOnlyList<string> Claims);
