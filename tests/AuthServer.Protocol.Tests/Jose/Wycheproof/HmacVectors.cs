namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>
/// HS256, HS384, HS512. Decided: JOSE sends the whole MAC and wants a key of at least the hash's length (RFC 7518
/// §3.2), so truncated MACs and short keys are refused, valid or not.
/// </summary>
internal static class HmacVectors
{
    public static void Run(VectorFile file, VectorRun run)
    {
        var hash = file.Root.GetProperty("algorithm").GetString()!["HMACSHA".Length..];
        foreach (var group in file.Groups)
        {
            var isOfJose = group.GetProperty("keySize").GetInt32() >= int.Parse(hash, null)
                && group.GetProperty("tagSize").GetInt32() == int.Parse(hash, null);
            run.Judge(
                group,
                test =>
                {
                    var key = Primitive.KeyOf(
                        new { kty = "oct", k = Primitive.Text(test.GetProperty("key").GetString()) });
                    return Primitive.Accepts(key, "HS" + hash, test, "tag");
                },
                isOfJose);
        }
    }
}
