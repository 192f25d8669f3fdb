namespace AuthServer.Core.Declarations;

/// <summary>A client as declared.</summary>
/// <param name="Document">As it is to be stored.</param>
/// <param name="Secret">In clear; null: none is declared.</param>
/// <param name="Scopes">What it may ask for.</param>
internal sealed record DeclaredClient(string ClientId, string Document, string? Secret, IReadOnlyList<string> Scopes)
{
    /// <summary>What is remembered of it, apart from its secret.</summary>
    public string Form => CanonicalJson.Of(Document);

    public override string ToString() => ClientId;
}
