namespace AuthServer.Tests.Conformance.Rp;

/// <summary>A successful authorization response, its ID token read.</summary>
internal sealed record Answer(AuthRequest Request, RpClient Client, IReadOnlyDictionary<string, string> Members, Delivery Delivery)
{
    public string? Code => Members.GetValueOrDefault("code");

    public string? AccessToken => Members.GetValueOrDefault("access_token");

    public Jwt? IdToken { get; } = Jwt.Parse(Members.GetValueOrDefault("id_token"));
}
