using System.Text.Json;

namespace AuthServer.Protocol.Tests.Jose.Rfc;

/// <summary>The examples that the RFCs print, kept in <c>TestData/rfc</c>: one file an RFC.</summary>
internal static class RfcExample
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "rfc");

    /// <summary>Names such as "RFC 7515 A.1" of everything that a kind of list holds.</summary>
    public static IEnumerable<string> Names(string list) => All(list).Select(example => example.Name);

    public static JsonElement Get(string list, string name) => All(list).Single(example => example.Name == name).Json;

    private static IEnumerable<(string Name, JsonElement Json)> All(string list) =>
        from path in Directory.EnumerateFiles(Folder).Order()
        let file = JsonElement.Parse(File.ReadAllBytes(path))
        where file.TryGetProperty(list, out _)
        from example in file.GetProperty(list).EnumerateArray()
        select ($"{file.GetProperty("rfc").GetString()} {example.GetProperty("section").GetString()}", example);
}
