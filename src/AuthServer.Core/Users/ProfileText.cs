using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>Declared members as forms send them.</summary>
public static class ProfileText
{
    /// <summary>
    /// The JSON value that a form's text stands for; the text itself where it does not fit the type, for the rules to
    /// refuse; null where nothing was filled in.
    /// </summary>
    public static JsonElement? ToJson(string type, string? text) => throw new NotImplementedException();

    /// <summary>The text that a form shows for a value; empty for none.</summary>
    public static string FromJson(JsonElement? value) => throw new NotImplementedException();
}
