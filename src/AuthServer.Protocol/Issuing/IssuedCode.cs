using System.Text;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What an authorization code holds. Nothing of it is stored until it is redeemed.</summary>
public sealed record IssuedCode
{
    /// <summary>The id that the authorization will have: redeeming twice meets the same id.</summary>
    public required Guid AuthorizationId { get; init; }

    /// <summary>Whose code it is.</summary>
    public required string ClientId { get; init; }

    /// <summary>The address it was sent to (RFC 6749 §4.1.3).</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Who signed in.</summary>
    public required Guid UserId { get; init; }

    /// <summary>In which session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>What was given.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary><c>resource</c> values asked for.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>For the ID token.</summary>
    public string? Nonce { get; init; }

    /// <summary>S256; null when the client sent none (RFC 7636 §4.3).</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>Whole seconds.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>How the person signed in.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary><c>acr</c>, where the client asked to hear of it.</summary>
    public string? Acr { get; init; }

    /// <summary>Claims that the client asked for by name.</summary>
    public AskedClaims Claims { get; init; } = AskedClaims.None;

    /// <summary>At the time of issue.</summary>
    public Epochs Epochs { get; init; }

    /// <summary>Whole seconds.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What redeeming the code gives: also what a token that came along with it stems from.</summary>
    public Authorization ToAuthorization() => new()
    {
        Id = AuthorizationId,
        UserId = UserId,
        Subject = UserId.ToString(),
        ClientId = ClientId,
        SessionId = SessionId,
        Scopes = Scopes,
        Resources = Resources,
        AuthTime = AuthTime,
        Methods = Methods,
        Acr = Acr,
        Claims = Claims,
        Epochs = Epochs,
    };

    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream(512);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write(AuthorizationId.ToByteArray());
            writer.Write(UserId.ToByteArray());
            writer.Write(SessionId.ToByteArray());
            writer.Write(AuthTime.ToUnixTimeSeconds());
            writer.Write(ExpiresAt.ToUnixTimeSeconds());
            writer.Write(Epochs.User);
            writer.Write(Epochs.Client);
            writer.Write(Epochs.Server);
            writer.Write(ClientId);
            writer.Write(RedirectUri);
            writer.Write(Scopes.ToString());
            writer.Write(string.Join(' ', Resources));
            writer.Write(string.Join(' ', Methods));
            writer.Write(CodeChallenge ?? "");
            writer.Write(Nonce ?? "");
            writer.Write(Acr ?? "");
            writer.Write(Claims.ToString());
        }

        return stream.ToArray();
    }

    internal static IssuedCode FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new IssuedCode
        {
            AuthorizationId = new Guid(reader.ReadBytes(16)),
            UserId = new Guid(reader.ReadBytes(16)),
            SessionId = new Guid(reader.ReadBytes(16)),
            AuthTime = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(reader.ReadInt64()),
            Epochs = new Epochs(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
            ClientId = reader.ReadString(),
            RedirectUri = reader.ReadString(),
            Scopes = ScopeSet.TryParse(reader.ReadString()) ?? ScopeSet.Empty,
            Resources = Words(reader.ReadString()),
            Methods = Words(reader.ReadString()),
            CodeChallenge = OrNull(reader.ReadString()),
            Nonce = OrNull(reader.ReadString()),
            Acr = OrNull(reader.ReadString()),
            Claims = AskedClaims.Parse(reader.ReadString()),
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
