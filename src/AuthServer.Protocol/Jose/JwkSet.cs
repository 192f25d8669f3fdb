using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A set of keys with one answer to each <c>kid</c> (RFC 7517 §5). Immutable, and safe for many threads at once.
/// </summary>
public sealed class JwkSet
{
    /// <summary>The most keys a set may have.</summary>
    public const int MaxKeys = 100;

    /// <summary>The longest document that is read, in bytes: 256 KB. Who fetches one stops here.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 8;

    private JwkSet(IReadOnlyList<Jwk> keys) => Keys = keys;

    /// <summary>The keys, in the document's order; keys of a type or curve not known here are left out (§5).</summary>
    public IReadOnlyList<Jwk> Keys { get; }

    /// <summary>The public halves of our own keys.</summary>
    /// <exception cref="ArgumentException">Two keys have one id.</exception>
    public static JwkSet Of(IEnumerable<SigningKey> keys)
    {
        var own = keys.Select(Jwk.Of).ToArray();
        if (own.DistinctBy(key => key.Id).Count() != own.Length)
            throw new ArgumentException("Two keys have one id.", nameof(keys));
        return new JwkSet(own);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">At most <see cref="MaxBytes"/>.</param>
    /// <param name="secrets">Whether secrets may be in it.</param>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JwkSet? TryParse(ReadOnlySpan<byte> utf8, JwkSecrets secrets, out string? reason)
    {
        reason = $"longer than {MaxBytes} bytes";
        if (utf8.Length > MaxBytes)
            return null;

        return StrictJson.TryReadObject(utf8, MaxDepth, out reason) is { } element
            ? TryParse(element, secrets, out reason)
            : null;
    }

    /// <summary>Reads a client's public set: <see cref="JwkSecrets.Refused"/>.</summary>
    /// <param name="element">The JSON object with <c>keys</c>.</param>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JwkSet? TryParse(JsonElement element, out string? reason) =>
        TryParse(element, JwkSecrets.Refused, out reason);

    /// <summary>Reads a set. One bad key refuses it whole: whoever wrote it learns so at once.</summary>
    /// <param name="element">The JSON object with <c>keys</c>.</param>
    /// <param name="secrets">Whether secrets may be in it.</param>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JwkSet? TryParse(JsonElement element, JwkSecrets secrets, out string? reason)
    {
        reason = "not an object with an array keys";
        if (JwkMembers.TryTake(element)?.FindArray("keys") is not { } array)
            return null;
        reason = $"more than {MaxKeys} keys";
        if (array.GetArrayLength() > MaxKeys)
            return null;

        var keys = new List<Jwk>();
        foreach (var (index, item) in array.EnumerateArray().Index())
        {
            if (IsOfAnotherKind(item, secrets))
                continue;
            if (Jwk.TryParse(item, out var bad) is not { } key)
            {
                reason = $"keys[{index}]: {bad}";
                return null;
            }

            keys.Add(key);
        }

        reason = Refuse(keys, secrets);
        return reason is null ? new JwkSet(keys) : null;
    }

    /// <summary>Writes <c>{"keys":[…]}</c>, public halves alone.</summary>
    /// <exception cref="InvalidOperationException">The set holds a symmetric key.</exception>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in Keys)
            key.WritePublic(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The one key that may check a signature of this algorithm.</summary>
    /// <param name="id">Its <c>kid</c>; null when the token has none, and then only one key may fit.</param>
    /// <param name="reason">Why there is none; set exactly when the answer is null.</param>
    internal Jwk? Find(string? id, JwsAlgorithm algorithm, out string? reason)
    {
        Jwk? found = null;
        foreach (var key in Keys)
        {
            if (!key.Fits(algorithm) || (id is not null && key.Id != id))
                continue;

            // Without kid only one key may fit: we do not try keys in turn (OIDC Core §10.1).
            reason = "no kid, and several keys fit";
            if (found is not null)
                return null;
            found = key;
        }

        reason = found is null ? "no key fits kid and alg" : null;
        return found;
    }

    /// <summary>The key to encrypt to: the first that says it is for encryption, else the first that may be.</summary>
    /// <param name="algorithm"><c>alg</c>.</param>
    /// <param name="contentAlgorithm"><c>enc</c>.</param>
    /// <returns>Null when none fits, or a name is not one of ours.</returns>
    public Jwk? FindForEncryption(string algorithm, string contentAlgorithm)
    {
        if (JweAlgorithm.Find(algorithm) is not { } named || ContentEncryption.Find(contentAlgorithm) is not { } content)
            return null;
        var fitting = Keys.Where(key => key.Fits(named, content)).ToList();
        return fitting.Find(key => key.Use == "enc") ?? fitting.FirstOrDefault();
    }

    /// <summary>A well-formed key of a type or curve that we do not compute with: not ours to judge.</summary>
    private static bool IsOfAnotherKind(JsonElement item, JwkSecrets secrets) =>
        JwkMembers.TryTake(item) is { } members
        && (secrets == JwkSecrets.Allowed || !members.Has("d")) // an Ed25519 key that slipped out is still a leak
        && members.FindString("kty") is { } kty
        && (kty is not (KeyTypes.Ec or KeyTypes.Rsa or KeyTypes.Oct)
            || (kty == KeyTypes.Ec && members.FindString("crv") is { } curve && !EcMaterial.Knows(curve)));

    private static string? Refuse(List<Jwk> keys, JwkSecrets secrets)
    {
        if (secrets == JwkSecrets.Refused && keys.Exists(key => key.HasPrivate))
            return "a public set with a private or symmetric key";

        // With both kinds in one set, a public key may be taken for a secret (RFC 8725 §2.1).
        if (keys.Exists(key => key.Kty == KeyTypes.Oct) && keys.Exists(key => key.Kty != KeyTypes.Oct))
            return "symmetric and asymmetric keys in one set";

        var ids = keys.Where(key => key.Id is not null).Select(key => key.Id).ToList();
        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count ? null : "two keys with one kid";
    }
}
