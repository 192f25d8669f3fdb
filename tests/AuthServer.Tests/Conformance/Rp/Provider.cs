using System.Text.Json;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>The server as its metadata describes it.</summary>
internal sealed record Provider(JsonElement Metadata, KeySet Keys)
{
    public string Issuer => this["issuer"] ?? "";

    /// <summary>A member that is text; null where it is absent.</summary>
    public string? this[string member] =>
        Metadata.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Has(string member) => Metadata.TryGetProperty(member, out _);

    /// <summary>A list; empty where it is absent.</summary>
    public IReadOnlyList<string> List(string member) =>
        Metadata.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.ToString())]
            : [];

    public bool Is(string flag) => Metadata.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True;
}
