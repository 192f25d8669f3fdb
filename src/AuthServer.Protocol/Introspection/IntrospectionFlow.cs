using System.Buffers;
using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Introspection;

/// <summary>The introspection endpoint (RFC 7662). Whatever is not good, or not this caller's business, looks the same.</summary>
public sealed class IntrospectionFlow(
    ClientAuthenticator authenticator, LiveTokens tokens, RefreshTokens refreshTokens, IGivenAuthorizations authorizations,
    SubjectIds subjects, IIssuer issuer)
{
    private static readonly ReadOnlyMemory<byte> Inactive = """{"active":false}"""u8.ToArray();

    /// <summary>Answers with JSON.</summary>
    /// <param name="authorization">The Authorization header, whole; null when there was none.</param>
    /// <returns><c>invalid_client</c> for callers that did not prove themselves, public clients among them.</returns>
    public async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(string? authorization, Form form, CancellationToken ct)
    {
        if (!(await authenticator.AuthenticateAsync(authorization, form, ct)).Succeeded(out var caller, out var error))
            return error;
        if (form.FirstFault() is { } fault)
            return new OAuthError(ErrorCode.InvalidRequest, fault);
        if (caller.IsPublic)
            return new OAuthError(ErrorCode.InvalidClient, "client authentication failed", "public clients may not introspect");
        if (form.Find("token") is not { } token)
            return new OAuthError(ErrorCode.InvalidRequest, "token is required");

        if (refreshTokens.Read(token) is { } refresh)
            return await AnswerAsync(refresh, caller, ct);
        return await tokens.FindAsync(token, ct) is { } live && MayKnow(caller, live.Token) ? Describe(live) : Inactive;
    }

    /// <summary>Tokens issued to the caller or meant for it; every token for those that were trusted with that.</summary>
    private static bool MayKnow(Client caller, AccessToken token) =>
        caller.IntrospectsAll || token.ClientId == caller.Id || token.Audiences.Any(caller.Resources.Contains);

    private async Task<ReadOnlyMemory<byte>> AnswerAsync(RefreshToken refresh, Client caller, CancellationToken ct)
    {
        if (await authorizations.FindAsync(refresh, caller, ct) is not var (authorization, expiresAt))
            return Inactive;
        return Write(writer =>
        {
            writer.WriteString("iss", issuer.Url);
            writer.WriteString("sub", subjects.Show(caller, authorization).Subject);
            writer.WriteString("client_id", authorization.ClientId);
            writer.WriteString("scope", authorization.Scopes.ToString());
            writer.WriteNumber("exp", expiresAt.ToUnixTimeSeconds());
        });
    }

    private ReadOnlyMemory<byte> Describe(LiveToken live) => Write(writer =>
    {
        var token = live.Token;
        writer.WriteString("iss", issuer.Url);
        writer.WriteString("sub", token.Subject);
        writer.WriteString("client_id", token.ClientId);
        writer.WriteString("scope", token.Scopes.ToString());
        writer.WriteString("token_type", "Bearer");
        writer.WriteString("jti", token.Id);
        writer.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
        writer.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
        writer.WriteStartArray("aud");
        foreach (var audience in token.Audiences)
            writer.WriteStringValue(audience);
        writer.WriteEndArray();
        if (token.ShownSessionId is { } session)
            writer.WriteString("sid", session);
        if (token.Acr is not null)
            writer.WriteString("acr", token.Acr); // RFC 9470 §6.2
        if (live.Subject is { } subject && token.Scopes.Has(StandardScopes.Roles))
            StandardClaims.Write(writer, subject, "roles");
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active", true);
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
