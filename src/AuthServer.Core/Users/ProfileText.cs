using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>Declared members as forms send and show them.</summary>
public static class ProfileText
{
    /// <summary>
    /// The JSON value that a form's text stands for; the text itself where it does not fit the type, for the rules to
    /// refuse; null where nothing was filled in.
    /// </summary>
    /// <param name="type"><see cref="ProfileMember.Type"/>.</param>
    public static JsonElement? ToJson(string type, string? text)
    {
        var value = text?.Trim();
        if (string.IsNullOrEmpty(value))
            return null;
        return type switch
        {
            "boolean" when value is "true" or "on" => JsonSerializer.SerializeToElement(true),
            "boolean" when value is "false" => JsonSerializer.SerializeToElement(false),
            "integer" or "number" => Number(value) ?? JsonSerializer.SerializeToElement(value),
            _ => JsonSerializer.SerializeToElement(value),
        };
    }

    /// <summary>The text that a form shows for a value; empty for none.</summary>
    public static string FromJson(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString() ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        _ => "",
    };

    private static JsonElement? Number(string text)
    {
        try
        {
            var value = JsonElement.Parse(text);
            return value.ValueKind == JsonValueKind.Number ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
