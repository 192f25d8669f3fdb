using System.Buffers;
using System.Text.Json;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Registration;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Discovery;

/// <summary>The server's metadata (OIDC Discovery §3, RFC 8414 §2): both documents have the same content.</summary>
public sealed class Metadata(
    IScopes scopes, TokenFlow tokens, OwnKeys keys, RegistrationPolicy registration, IIssuer issuer, UiLocales languages)
{
    private Described? _description;
    private PublicDocument? _keys;

    /// <summary>
    /// The document, written anew only when the scopes changed, or the issuer, which may be taken from the request. What is
    /// not built is not in it.
    /// </summary>
    public async ValueTask<PublicDocument> DescribeAsync(CancellationToken ct)
    {
        var known = await scopes.AllAsync(ct);
        var here = issuer.Url;
        if (Volatile.Read(ref _description) is { } ready && ready.Document.IsOf(known) && ready.Issuer == here)
            return ready.Document;
        var fresh = new PublicDocument(known, Write(known));
        Volatile.Write(ref _description, new Described(here, fresh));
        return fresh;
    }

    /// <summary>The JWKS (RFC 7517 §5): public halves alone. Written anew only when the key ring changed.</summary>
    public PublicDocument DescribeKeys()
    {
        var known = keys.Public;
        if (Volatile.Read(ref _keys) is { } ready && ready.IsOf(known))
            return ready;
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer))
            known.Write(writer);
        var fresh = new PublicDocument(known, buffer.WrittenMemory);
        Volatile.Write(ref _keys, fresh);
        return fresh;
    }

    private ReadOnlyMemory<byte> Write(IReadOnlyDictionary<string, Scope> known)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("issuer", issuer.Url);
            WriteAddresses(writer);
            Write(writer, "scopes_supported", known.Keys);
            Write(writer, "response_types_supported", ResponseType.Supported);
            Write(writer, "response_modes_supported", ResponseModes.Query, ResponseModes.Fragment, ResponseModes.FormPost);
            Write(writer, "grant_types_supported", tokens.GrantTypes.Append(GrantTypes.Implicit));
            Write(writer, "subject_types_supported", "public", "pairwise");
            Write(writer, "prompt_values_supported", Prompts.All);
            Write(writer, "code_challenge_methods_supported", "S256");
            WriteProtection(writer, "id_token");
            WriteProtection(writer, "userinfo");
            WriteClientAuthentication(writer);
            Write(writer, "acr_values_supported", AuthenticationContext.Supported);
            Write(writer, "claim_types_supported", "normal");
            Write(writer, "claims_supported", ClaimsOf(known));
            Write(writer, "ui_locales_supported", languages.Tags);
            writer.WriteBoolean("client_id_metadata_document_supported", registration.MetadataDocuments);
            writer.WriteBoolean("authorization_response_iss_parameter_supported", true);
            WriteLogout(writer);
            writer.WriteBoolean("claims_parameter_supported", true);
            writer.WriteBoolean("request_parameter_supported", true);
            writer.WriteBoolean("request_uri_parameter_supported", true);
            writer.WriteBoolean("require_request_uri_registration", true);
            writer.WriteBoolean("require_pushed_authorization_requests", false);
            Write(writer, "request_object_signing_alg_values_supported", JwsAlgorithms.ClientAssertions);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteAddresses(Utf8JsonWriter writer)
    {
        writer.WriteString("authorization_endpoint", issuer.At("/connect/authorize"));
        writer.WriteString("pushed_authorization_request_endpoint", issuer.At("/connect/par"));
        writer.WriteString("token_endpoint", issuer.At("/connect/token"));
        writer.WriteString("userinfo_endpoint", issuer.At("/connect/userinfo"));
        writer.WriteString("introspection_endpoint", issuer.At("/connect/introspect"));
        writer.WriteString("revocation_endpoint", issuer.At("/connect/revoke"));
        writer.WriteString("end_session_endpoint", issuer.At("/connect/endsession"));
        if (registration.Mode != RegistrationMode.Off)
            writer.WriteString("registration_endpoint", issuer.At("/connect/register"));
        writer.WriteString("check_session_iframe", issuer.At("/connect/checksession"));
        writer.WriteString("jwks_uri", issuer.At("/.well-known/jwks.json"));
    }

    /// <summary>Front-Channel Logout §3, Back-Channel Logout §2.1.</summary>
    private static void WriteLogout(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("frontchannel_logout_supported", true);
        writer.WriteBoolean("frontchannel_logout_session_supported", true);
        writer.WriteBoolean("backchannel_logout_supported", true);
        writer.WriteBoolean("backchannel_logout_session_supported", true);
    }

    private static void WriteClientAuthentication(Utf8JsonWriter writer)
    {
        foreach (var endpoint in (string[])["token", "introspection", "revocation"])
        {
            var methods = AuthMethods.Supported.Where(m => endpoint != "introspection" || m != AuthMethods.None);
            Write(writer, $"{endpoint}_endpoint_auth_methods_supported", methods);
            Write(writer, $"{endpoint}_endpoint_auth_signing_alg_values_supported",
                JwsAlgorithms.ClientAssertions.Concat(JwsAlgorithms.SecretAssertions));
        }
    }

    private static void WriteProtection(Utf8JsonWriter writer, string response)
    {
        Write(writer, response + "_signing_alg_values_supported", JwsAlgorithms.Responses);
        Write(writer, response + "_encryption_alg_values_supported", JweAlgorithms.All);
        Write(writer, response + "_encryption_enc_values_supported", JweAlgorithms.Content);
    }

    private static IEnumerable<string> ClaimsOf(IReadOnlyDictionary<string, Scope> known) =>
        ((string[])["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash", "c_hash"])
        .Concat(StandardClaims.All).Concat(known.Values.SelectMany(s => s.Claims)).Distinct(StringComparer.Ordinal);

    private static void Write(Utf8JsonWriter writer, string name, params IEnumerable<string> values) =>
        StandardClaims.WriteArray(writer, name, [.. values]);

    private sealed record Described(string Issuer, PublicDocument Document);
}
