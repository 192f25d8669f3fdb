using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// Writes access tokens: JWTs by RFC 9068, or the same content sealed. Neither is stored; what we need to know of one
/// later stands in a private claim that only we can read, so that internal ids never show.
/// </summary>
public sealed class AccessTokens(
    ISigningKeys keys, Envelopes envelopes, IIssuer issuer, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary><c>typ</c> (RFC 9068 §2.1).</summary>
    internal const string Type = "at+jwt";

    private readonly PrivateClaim _private = new(envelopes);

    /// <summary>Writes one.</summary>
    /// <returns>The token, and how long it lives.</returns>
    public (string Token, TimeSpan Lifetime) Write(
        Granted granted, Subject? subject, IReadOnlyDictionary<string, Scope> known)
    {
        var lifetime = granted.Client.AccessTokenLifetime ?? lifetimes.AccessToken;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            WriteClaims(writer, granted, subject, known, lifetime);

        var token = granted.Client.OpaqueAccessTokens
            ? envelopes.Seal(KeyPurpose.AccessToken, buffer.WrittenSpan)
            : JwsWriter.Write(keys.Current(granted.Client.AccessTokenAlgorithm), Type, buffer.WrittenSpan);
        return (token, lifetime);
    }

    private void WriteClaims(
        Utf8JsonWriter writer, Granted granted, Subject? subject, IReadOnlyDictionary<string, Scope> known, TimeSpan lifetime)
    {
        var authorization = granted.Authorization;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        writer.WriteStartObject();
        writer.WriteString("iss", issuer.Url);
        writer.WriteString("sub", authorization.Subject);
        WriteAudience(writer, AudiencesOf(granted, known));
        writer.WriteString("client_id", granted.Client.Id);
        writer.WriteNumber("iat", now);
        writer.WriteNumber("exp", now + (long)lifetime.TotalSeconds);
        WriteTokenId(writer);
        writer.WriteString("scope", granted.Scopes.ToString());
        if (authorization.ShownSessionId is { } session)
            writer.WriteString("sid", session);
        if (authorization.AuthTime is { } authTime)
            writer.WriteNumber("auth_time", authTime.ToUnixTimeSeconds());
        if (authorization.Acr is not null)
            writer.WriteString("acr", authorization.Acr);
        if (subject is not null)
        {
            foreach (var claim in StandardClaims.OfTokens(granted.Scopes, known))
                StandardClaims.Write(writer, subject, claim);
        }

        writer.WriteString(PrivateClaim.Name, _private.Of(authorization, granted.Scopes.Has(StandardScopes.OpenId)));
        writer.WriteEndObject();
    }

    /// <summary>The resource asked for, else the resources of the scopes; the issuer where our own endpoints are meant.</summary>
    private IReadOnlyList<string> AudiencesOf(Granted granted, IReadOnlyDictionary<string, Scope> known)
    {
        if (granted.Resources.Count > 0 && !IsForUs(granted.Scopes))
            return granted.Resources;
        var audiences = granted.Resources.ToList();
        if (audiences.Count == 0)
        {
            foreach (var name in granted.Scopes)
                audiences.AddRange(known.TryGetValue(name, out var scope) ? scope.Resources.Where(r => !audiences.Contains(r)) : []);
        }

        if ((IsForUs(granted.Scopes) || audiences.Count == 0) && !audiences.Contains(issuer.Url))
            audiences.Add(issuer.Url);
        return audiences;
    }

    private static bool IsForUs(ScopeSet scopes) => scopes.Has(StandardScopes.OpenId) || scopes.HasOfAdministrators;

    private static void WriteAudience(Utf8JsonWriter writer, IReadOnlyList<string> audiences)
    {
        if (audiences.Count == 1)
            writer.WriteString("aud", audiences[0]);
        else
            StandardClaims.WriteArray(writer, "aud", audiences);
    }

    private static void WriteTokenId(Utf8JsonWriter writer)
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        Span<byte> text = stackalloc byte[22];
        Base64Url.EncodeToUtf8(id, text);
        writer.WriteString("jti", text);
    }
}
