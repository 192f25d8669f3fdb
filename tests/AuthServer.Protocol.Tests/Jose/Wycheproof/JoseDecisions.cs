namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>What is right for a test whose file says otherwise.</summary>
internal sealed record JoseDecision(bool Accepted, string Why);

/// <summary>
/// The ten of some 5,100 vectors where this server answers other than the file, each with its reason; a decision that
/// the file no longer contradicts fails the run. Whole groups are decided in <see cref="HmacVectors"/> and
/// <see cref="RsaVectors"/>, and <c>acceptable</c> in <see cref="VectorRun"/>.
/// </summary>
internal static class JoseDecisions
{
    private const string Jws = "json_web_signature_test.json";
    private const string Crypto = "json_web_crypto_test.json";

    private static readonly JoseDecision LostPadding = new(
        true, "byte for byte the token of tcId 357, which is valid: the padding it is about is not in the file");

    private static readonly JoseDecision QuestionMark = new(
        false, "a '?' inside base64url: RFC 7515 §2 has no such letter, and the MAC is not over it");

    private static readonly JoseDecision OtherAlg = new(
        false, "the key says alg PS256 and the token PS384; RFC 7520 §3.3 has the key without alg, and so it verifies");

    private static readonly JoseDecision MisspeltAlg = new(
        false, "the key says alg ES521, which does not exist; RFC 7520 §3.1 has it without alg, and so it verifies");

    private static readonly JoseDecision Encrypted = new(
        false, "a JWE: nothing is decrypted, so nothing encrypted is taken");

    private static readonly Dictionary<(string File, int Id), JoseDecision> All = new()
    {
        [(Jws, 367)] = LostPadding,
        [(Jws, 370)] = LostPadding,
        [(Jws, 372)] = QuestionMark,
        [(Jws, 373)] = QuestionMark,
        [(Jws, 346)] = OtherAlg,
        [(Jws, 350)] = OtherAlg,
        [(Jws, 347)] = MisspeltAlg,
        [(Jws, 351)] = MisspeltAlg,
        [(Crypto, 50)] = Encrypted,
        [(Crypto, 67)] = Encrypted,
    };

    public static JoseDecision? Find(string file, int id) => All.GetValueOrDefault((file, id));
}
