using System.Text.Json.Nodes;

namespace AuthServer.Core.Editing;

/// <summary>An object as administrators see it.</summary>
/// <param name="Key">Its name among its kind.</param>
/// <param name="Members">In the names of declarations; what was read may be written back as it is. Never a secret.</param>
/// <param name="Version">Differs when something else is in it.</param>
public sealed record EditedObject(string Key, JsonObject Members, string Version);
