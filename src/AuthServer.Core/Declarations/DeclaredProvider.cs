namespace AuthServer.Core.Declarations;

/// <summary>An upstream provider as declared.</summary>
/// <param name="Document">As it is to be stored: without the secret.</param>
/// <param name="Secret">In clear.</param>
internal sealed record DeclaredProvider(string Scheme, string Document, string? Secret)
{
    public override string ToString() => Scheme;
}
