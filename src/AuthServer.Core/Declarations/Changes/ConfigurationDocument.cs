using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>
/// The whole configuration as one document of declarations: the same bytes for the same configuration, on every node and at
/// every time. Users are no part of it, nor clients that registered themselves, nor any secret.
/// </summary>
public sealed class ConfigurationDocument
{
    private static readonly JsonWriterOptions Form = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it stands in no page
    };

    internal ConfigurationDocument(IEnumerable<ConfiguredObject> objects)
    {
        Objects =
        [
            .. from section in ConfigurationSection.All
               join one in objects on section equals one.Section into all
               from one in section.IsOrdered ? all : all.OrderBy(o => o.Key, StringComparer.Ordinal)
               select one,
        ];
        Utf8 = Write();
        Revision = Convert.ToHexStringLower(SHA256.HashData(Utf8.Span))[..32];
    }

    /// <summary>JSON, indented, with a line's end at its end.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Tells one configuration from another: 32 hexadecimal digits of the bytes' SHA-256.</summary>
    public string Revision { get; }

    internal IReadOnlyList<ConfiguredObject> Objects { get; }

    /// <summary>Reads one back, whatever rules there are today.</summary>
    internal static ConfigurationDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return new ConfigurationDocument(
        [
            .. from section in ConfigurationSection.All
               where document.RootElement.TryGetProperty(section.Name, out _)
               let value = document.RootElement.GetProperty(section.Name)
               from one in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value]
               select Read(section, one),
        ]);
    }

    internal IEnumerable<ConfiguredObject> Of(ConfigurationSection section) => Objects.Where(o => o.Section == section);

    private static ConfiguredObject Read(ConfigurationSection section, JsonElement one)
    {
        if (one.ValueKind == JsonValueKind.String)
            return ConfiguredObject.OfName(section, one.GetString() ?? "");
        var key = section.KeyMember.Length == 0 ? "" : one.GetProperty(section.KeyMember).GetString() ?? "";
        return ConfiguredObject.OfDocument(section, key, one.GetRawText(), leavesOutNone: false);
    }

    private byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            foreach (var section in Objects.GroupBy(o => o.Section))
            {
                json.WritePropertyName(section.Key.Name);
                if (section.Key == ConfigurationSection.Branding)
                    Write(json, section.First());
                else
                    Write(json, section);
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<ConfiguredObject> objects)
    {
        json.WriteStartArray();
        foreach (var one in objects)
        {
            if (one.Section == ConfigurationSection.Roles)
                json.WriteStringValue(one.Key);
            else
                Write(json, one);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ConfiguredObject one)
    {
        json.WriteStartObject();
        if (one.Key.Length > 0)
            json.WriteString(one.Section.KeyMember, one.Key);
        foreach (var (name, text) in one.Members)
        {
            using var value = JsonDocument.Parse(text);
            json.WritePropertyName(name);
            Write(json, value.RootElement);
        }

        json.WriteEndObject();
    }

    // By hand, as a text that is copied as it stands keeps escapes that another way to write it has not.
    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
