namespace AuthServer.Protocol.Issuing;

/// <summary>What an <c>id_token_hint</c> says.</summary>
/// <param name="Subject"><c>sub</c>.</param>
/// <param name="ClientId"><c>aud</c>.</param>
/// <param name="SessionId"><c>sid</c>.</param>
public sealed record IdTokenHint(string Subject, string ClientId, Guid? SessionId);
