using System.Text.Json;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>One file of test vectors: groups that share a key, each with numbered tests.</summary>
internal sealed class VectorFile
{
    private VectorFile(string name, JsonElement root) => (Name, Root) = (name, root);

    /// <summary>Null when the variable is absent or empty.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("JOSE_VECTORS") is { Length: > 0 } folder ? folder : null;

    public string Name { get; }

    public JsonElement Root { get; }

    /// <summary>The kind of vectors, which decides who runs them.</summary>
    public string Schema => Root.GetProperty("schema").GetString()!;

    /// <summary>How many tests the file says it has.</summary>
    public int DeclaredCount => Root.GetProperty("numberOfTests").GetInt32();

    public IEnumerable<JsonElement> Groups => Root.GetProperty("testGroups").EnumerateArray();

    public static VectorFile Load(string name) =>
        new(name, JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder!, name))));
}
