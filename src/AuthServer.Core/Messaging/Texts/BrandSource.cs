namespace AuthServer.Core.Messaging.Texts;

/// <summary>Asks for the brand as it is now. The host wires it to the room that owns brands.</summary>
public delegate ValueTask<MessageBrand> BrandSource(CancellationToken ct);
