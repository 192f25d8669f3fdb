using System.Text.Json;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

public sealed class WycheproofTests
{
    private static readonly string[] Texts = ["LICENSE", "README.md"];

    /// <summary>Every file there is, so that one which nobody runs fails; a failing row when there is none.</summary>
    public static TheoryData<string> Files()
    {
        if (VectorFile.Folder is not { } folder)
            return [];

        var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Except(Texts).Order();
        return [.. names.DefaultIfEmpty("no file in " + folder)];
    }

    [WycheproofTheory]
    [MemberData(nameof(Files))]
    public void JOS_35_every_vector_has_the_outcome_that_JOSE_asks_for(string name)
    {
        var file = VectorFile.Load(name);
        var run = new VectorRun(name);
        RunnerOf(file.Schema)(file, run);

        Assert.True(run.AllRight, run.Report);
        Assert.Equal(file.DeclaredCount, run.Count);
    }

    [WycheproofTheory]
    [InlineData(367)]
    [InlineData(370)]
    public void Vector_about_padding_is_the_same_token_as_the_valid_one(int id)
    {
        var tests = VectorFile.Load("json_web_signature_test.json").Groups
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .ToDictionary(test => test.GetProperty("tcId").GetInt32(), test => test.GetProperty("jws").GetString());

        Assert.Equal(tests[357], tests[id]);
    }

    private static Action<VectorFile, VectorRun> RunnerOf(string schema) => schema switch
    {
        "json_web_signature_schema_v1.json" or "json_web_key_schema_v1.json" or "json_web_crypto_schema_v1.json" =>
            JoseVectors.Run,
        "ecdsa_p1363_verify_schema_v1.json" => EcdsaVectors.Run,
        "rsassa_pkcs1_verify_schema_v1.json" => RsaVectors.RunPkcs1,
        "rsassa_pss_verify_schema_v1.json" => RsaVectors.RunPss,
        "mac_test_schema_v1.json" => HmacVectors.Run,
        _ => throw new JsonException($"No test runs vectors of {schema}."),
    };
}
