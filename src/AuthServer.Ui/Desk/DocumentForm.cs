using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Desk;

/// <summary>A document of JSON as a form whose fields explain themselves, and back.</summary>
internal sealed class DocumentForm
{
    /// <summary>The field that holds every member which has none of its own.</summary>
    public const string RestField = "rest";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Dictionary<string, string[]> _values;

    private DocumentForm(IReadOnlyList<FormSection> sections, Dictionary<string, string[]> values, string rest, Complaints complaints) =>
        (Sections, _values, Rest, Complaints) = (sections, values, rest, complaints);

    /// <summary>What it asks for.</summary>
    public IReadOnlyList<FormSection> Sections { get; }

    /// <summary>The other members, as JSON.</summary>
    public string Rest { get; }

    /// <summary>What is wrong with it, by member.</summary>
    public Complaints Complaints { get; }

    private IEnumerable<FormMember> Members => Sections.SelectMany(s => s.Members);

    /// <summary>Of a document that stands, or of one to begin with.</summary>
    /// <param name="besides">Members that no form changes.</param>
    public static DocumentForm Of(IReadOnlyList<FormSection> sections, JsonObject document, params string[] besides)
    {
        var members = document.DeepClone().AsObject();
        foreach (var name in besides)
            members.Remove(name);
        var values = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var member in sections.SelectMany(s => s.Members))
        {
            if (members.Remove(member.Name, out var value) && value is not null)
                values[member.Name] = Read(member.Kind, value);
            else if (member.Default is { } standard)
                values[member.Name] = [standard];
        }

        return new DocumentForm(sections, values, members.Count == 0 ? "" : members.ToJsonString(Indented), new Complaints());
    }

    /// <summary>As it was sent.</summary>
    public static DocumentForm Of(IReadOnlyList<FormSection> sections, IFormCollection form) => new(
        sections, sections.SelectMany(s => s.Members).ToDictionary(m => m.Name, m => Sent(m, form[m.Field].ToString(), form[m.Field])),
        form[RestField].ToString(), new Complaints());

    /// <summary>The same with what is wrong with it.</summary>
    public DocumentForm With(Complaints complaints) => new(Sections, _values, Rest, complaints);

    /// <summary>What stands in a text field; one value a line.</summary>
    public string Value(FormMember member) => string.Join('\n', Values(member));

    /// <summary>Whether a box is ticked, or an option chosen.</summary>
    public bool Has(FormMember member, string value) => Values(member).Contains(value);

    /// <summary>Every value that a member has.</summary>
    public IReadOnlyList<string> Values(FormMember member) => _values.GetValueOrDefault(member.Name, []);

    /// <summary>What is wrong with a member, and where in it: nothing, or a place such as <c>[0]</c>.</summary>
    public IReadOnlyList<(string Place, Complaint Complaint)> ComplaintsOf(FormMember member) =>
        [.. Found(m => IsOf(m, member)).Select(c => (c.Member[member.Name.Length..], c.Complaint))];

    /// <summary>What is wrong with what has no field.</summary>
    public IReadOnlyList<(string Place, Complaint Complaint)> OtherComplaints =>
        [.. Found(m => !Members.Any(known => IsOf(m, known))).Select(c => (c.Member == RestField ? "" : c.Member, c.Complaint))];

    /// <summary>The document.</summary>
    /// <returns>Null: what was written is none; <see cref="Complaints"/> say why.</returns>
    public JsonObject? ToDocument()
    {
        var document = new JsonObject();
        foreach (var member in Members)
        {
            try
            {
                if (Write(member, _values.GetValueOrDefault(member.Name, [])) is { } value)
                    document[member.Name] = value;
            }
            catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException)
            {
                Complaints.Add(member.Name, member.Kind == MemberKind.Json ? "not_json" : "not_an_integer");
            }
        }

        Merge(document);
        return Complaints.IsEmpty ? document : null;
    }

    private void Merge(JsonObject document)
    {
        if (string.IsNullOrWhiteSpace(Rest))
            return;
        try
        {
            if (JsonNode.Parse(Rest) is JsonObject rest)
            {
                foreach (var (name, value) in rest)
                {
                    if (Members.Any(m => m.Name == name))
                        Complaints.Add(RestField, "has_a_field");
                    else
                        document[name] = value?.DeepClone();
                }

                return;
            }
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            // Said below.
        }

        Complaints.Add(RestField, "not_json");
    }

    private IEnumerable<(string Member, Complaint Complaint)> Found(Func<string, bool> isMeant) =>
        Complaints.Members.Where(isMeant).SelectMany(m => Complaints.Of(m).Select(c => (m, c)));

    // What is the default is left out, so that a document says no more than what was decided.
    private static JsonNode? Write(FormMember member, string[] values) => member.Kind switch
    {
        MemberKind.Flag => (values is ["true"]) == (member.Default == "true") ? null : JsonValue.Create(values is ["true"]),
        MemberKind.Choice => values is [var one] && one != member.Default ? JsonValue.Create(one) : null,
        MemberKind.Checks => values is [var one] && one == member.Default ? null : new JsonArray([.. values.Select(v => JsonValue.Create(v))]),
        MemberKind.Lines => values.Length == 0 ? null : new JsonArray([.. values.Select(v => JsonValue.Create(v))]),
        MemberKind.Scopes => values.Length == 0 ? null : JsonValue.Create(string.Join(' ', values)),
        MemberKind.Number => values is [var text] ? JsonValue.Create(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)) : null,
        MemberKind.Json => values is [var text] ? JsonNode.Parse(text) : null,
        _ => values is [var text] ? JsonValue.Create(text) : null,
    };

    private static string[] Read(MemberKind kind, JsonNode value) => kind switch
    {
        MemberKind.Lines or MemberKind.Checks => [.. value.AsArray().Select(v => v?.GetValue<string>() ?? "")],
        MemberKind.Scopes => value.GetValue<string>().Split(' ', StringSplitOptions.RemoveEmptyEntries),
        MemberKind.Json => [value.ToJsonString(Indented)],
        MemberKind.Flag => value.GetValue<bool>() ? ["true"] : [],
        MemberKind.Number => [value.ToJsonString()],
        _ => [value.GetValue<string>()],
    };

    private static string[] Sent(FormMember member, string text, IEnumerable<string?> values) => member.Kind switch
    {
        MemberKind.Checks or MemberKind.Scopes => [.. values.OfType<string>().Where(v => v.Length > 0)],
        MemberKind.Lines => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        _ => text.Trim() is { Length: > 0 } one ? [one] : [],
    };

    // redirect_uris[0], client_name#de
    private static bool IsOf(string path, FormMember member) =>
        path.StartsWith(member.Name, StringComparison.Ordinal) && (path.Length == member.Name.Length || path[member.Name.Length] is '[' or '#' or '.');
}
